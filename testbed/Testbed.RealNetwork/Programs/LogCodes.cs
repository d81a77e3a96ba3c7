using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>The records of an evidence log, also while it is being written.</summary>
internal static class LogCodes
{
    /// <summary>All whole records of a log's folder; none where there is no log.</summary>
    public static IReadOnlyList<JsonElement> Read(string folder)
    {
        var file = Path.Combine(folder, "records.jsonl");
        if (!File.Exists(file))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var whole = reader.ReadToEnd();
        return [.. whole[..(whole.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>The only run's log below a folder.</summary>
    public static IReadOnlyList<JsonElement> ReadRun(string logs) =>
        Directory.Exists(logs) && Directory.GetDirectories(logs) is { Length: > 0 } runs
            ? Read(runs.Order(StringComparer.Ordinal).Last())
            : [];

    /// <summary>Codes of records, each once.</summary>
    public static ImmutableSortedSet<string> Of(IEnumerable<JsonElement> records) => [.. records.Select(record => record.Text("event"))];

    private static JsonElement Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new WorldException($"A log has a line that isn't a record: {line}", e);
        }
    }
}
