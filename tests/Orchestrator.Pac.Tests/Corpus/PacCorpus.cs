using System.Text.Json;

namespace Orchestrator.Pac.Tests.Corpus;

/// <summary>Scripts, addresses to ask them for, and the clock, names and own address that both sides are given.</summary>
internal sealed record PacCorpus(string Address, IReadOnlyDictionary<string, string> Names, IReadOnlyList<PacRun> Runs)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Where it lies.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>Reads it.</summary>
    public static PacCorpus Load() => JsonSerializer.Deserialize<PacCorpus>(File.ReadAllText(Path.Combine(Folder, "corpus.json")), Web)!;

    /// <summary>Pairs on which the two differ on purpose, each with the reason.</summary>
    public static IReadOnlyList<PacDeviation> Deviations() =>
        JsonSerializer.Deserialize<PacDeviation[]>(File.ReadAllText(Path.Combine(Folder, "deviations.json")), Web)!;
}

/// <summary>One script at one time.</summary>
internal sealed record PacRun(string Script, DateTimeOffset At, IReadOnlyList<PacAsk> Asks);

/// <summary>What it is asked.</summary>
internal sealed record PacAsk(string Url, string Host);

/// <summary>Pairs on which pac-resolver answers otherwise than browsers do.</summary>
internal sealed record PacDeviation(string Script, IReadOnlyList<string> Hosts, string Reason);
