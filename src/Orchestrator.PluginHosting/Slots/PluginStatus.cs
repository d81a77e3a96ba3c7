namespace Orchestrator.PluginHosting;

/// <summary>What has become of one version or generation of a plugin.</summary>
public enum PluginStatus
{
    /// <summary>It lies there and isn't loaded.</summary>
    Available,

    /// <summary>Loaded, started and tested; serves nobody yet.</summary>
    Loaded,

    /// <summary>Serves new channels.</summary>
    Active,

    /// <summary>Serves the channels that it has, and no new ones.</summary>
    Draining,

    /// <summary>Another generation took its place, and it is gone.</summary>
    Superseded,

    /// <summary>Isn't used; the sentence says why.</summary>
    Refused,

    /// <summary>It failed while it served; another generation may follow.</summary>
    Malfunctioning,

    /// <summary>It was closed, and its code can't be got out of the program's memory.</summary>
    Leaked,
}

/// <summary>One line of the list of plugins.</summary>
/// <param name="Plugin">Id.</param>
/// <param name="Kind">What it adapts.</param>
/// <param name="Version">Three numbers; null where a refused folder doesn't tell.</param>
/// <param name="Generation">Number of the generation; 0 when it isn't loaded.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="Channels">How many use it.</param>
/// <param name="Sentence">For people, when there is something to say.</param>
public sealed record PluginRow(string Plugin, PluginKind? Kind, Version? Version, int Generation, PluginStatus Status, int Channels, string Sentence = "");

/// <summary>What became of a command.</summary>
/// <param name="Done">False: nothing has changed.</param>
/// <param name="Sentence">For people.</param>
public sealed record PluginOutcome(bool Done, string Sentence)
{
    /// <summary>Why a plugin was refused; null when none was.</summary>
    public PluginRefusal? Refusal { get; init; }
}
