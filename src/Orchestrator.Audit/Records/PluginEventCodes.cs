namespace Orchestrator.Audit.Records;

/// <summary>Codes of what happens to plugins, in the broker's log and in a run's. Never renamed: records of years ago carry them.</summary>
public static class PluginEventCodes
{
    /// <summary>Serves new channels from now on.</summary>
    public const string Activated = "plugin.activated";

    /// <summary>Didn't become active; the one before goes on.</summary>
    public const string RolledBack = "plugin.rolled-back";

    /// <summary>Running channels were told to change over to the active generation.</summary>
    public const string Moved = "plugin.moved";

    /// <summary>Takes no new channels.</summary>
    public const string Drained = "plugin.drained";

    /// <summary>Closed, and gone from memory.</summary>
    public const string Unloaded = "plugin.unloaded";

    /// <summary>Isn't used.</summary>
    public const string Refused = "plugin.refused";

    /// <summary>Failed while it served.</summary>
    public const string Malfunctioning = "plugin.malfunctioning";

    /// <summary>Serves again after a failure.</summary>
    public const string Restored = "plugin.restored";

    /// <summary>Closed, but not gone from memory.</summary>
    public const string Leaked = "plugin.leaked";

    /// <summary>The program loads plugins that nobody signed.</summary>
    public const string UnsignedAllowed = "plugins.unsigned-allowed";
}
