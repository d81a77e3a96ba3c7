using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>
/// What a plugin asks for beyond what its kind gives it. It is said to the person who installs it and stands in the records; a plugin has the
/// rights of its process, whatever stands here.
/// </summary>
/// <param name="Network">Where it dials itself: <c>host:port</c>, or <c>setting:NAME</c> where a setting says it. Audit sinks only.</param>
/// <param name="Files">Files and folders beside its own data folder: an absolute path, or <c>setting:NAME</c>.</param>
/// <param name="Display">It reads the screen of its computer, or puts input into it.</param>
/// <param name="Processes">It starts other programs.</param>
public sealed record PluginPermissions(ImmutableArray<string> Network, ImmutableArray<string> Files, bool Display, bool Processes)
{
    private const string Setting = "setting:";

    /// <summary>Nothing.</summary>
    public static PluginPermissions None { get; } = new([], [], Display: false, Processes: false);

    /// <summary>One sentence for each, in plain words; one that says so when there is none.</summary>
    public ImmutableArray<string> InWords()
    {
        var words = ImmutableArray.CreateBuilder<string>();
        words.AddRange(Network.Select(place => $"It opens network connections of its own to {Place(place)}."));
        words.AddRange(Files.Select(place => $"It reads and writes files at {Place(place)}."));
        if (Display)
            words.Add("It sees this computer's screen and can put input into it.");
        if (Processes)
            words.Add("It starts other programs on this computer.");
        return words.Count > 0 ? words.ToImmutable() : ["It asks for nothing beyond what its kind gives it."];
    }

    private static string Place(string text) =>
        text.StartsWith(Setting, StringComparison.Ordinal) ? $"the place that its setting \"{text[Setting.Length..]}\" names" : text;
}
