namespace Orchestrator.PluginHosting;

/// <summary>Something that happened to a plugin, for the audit.</summary>
/// <param name="Kind">What.</param>
/// <param name="Plugin">Id; the folder where a refused one has none.</param>
/// <param name="Version">Three numbers as text; empty where unknown.</param>
/// <param name="Generation">Number of the generation; 0 when there is none.</param>
/// <param name="Sentence">For people.</param>
/// <param name="Hash">SHA-256 of the manifest, lower case hex; null when compiled in.</param>
/// <param name="Publisher">Who signed it; null when compiled in or unsigned.</param>
public sealed record PluginEvent(PluginEventKind Kind, string Plugin, string Version, int Generation, string Sentence, string? Hash, string? Publisher);

/// <summary>What happened to a plugin.</summary>
public enum PluginEventKind
{
    /// <summary>Serves new channels from now on.</summary>
    Activated,

    /// <summary>Didn't become active; the one before goes on.</summary>
    RolledBack,

    /// <summary>Running channels were told to change over to the active generation.</summary>
    Moved,

    /// <summary>Takes no new channels, and no other generation does.</summary>
    Drained,

    /// <summary>Closed, and gone from memory.</summary>
    Unloaded,

    /// <summary>Isn't used.</summary>
    Refused,

    /// <summary>Failed while it served.</summary>
    Malfunctioning,

    /// <summary>Serves again after a failure.</summary>
    Restored,

    /// <summary>Closed, but not gone from memory.</summary>
    Leaked,
}

/// <summary>Who is told. Called from any thread; must not block and must not throw.</summary>
public interface IPluginEvents
{
    /// <summary>It happened.</summary>
    void Happened(PluginEvent plugin);
}
