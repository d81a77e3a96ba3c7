namespace Orchestrator.PluginFolders;

/// <summary>What a program with a plugin folder may be asked for over its socket.</summary>
public enum ControlCommand
{
    /// <summary>Everything that is installed, loaded, refused, or was there a while ago.</summary>
    List,

    /// <summary>Make a generation and keep it ready.</summary>
    Load,

    /// <summary>Make one and let it serve new channels.</summary>
    Activate,

    /// <summary>Activate, then move where the kind can.</summary>
    Reload,

    /// <summary>No new channels.</summary>
    Drain,

    /// <summary>Running channels change over to the active generation.</summary>
    Move,

    /// <summary>Close what isn't used.</summary>
    Unload,

    /// <summary>Back to the version that was active before.</summary>
    RollBack,
}

/// <summary>One request.</summary>
/// <param name="Command">What to do.</param>
/// <param name="Id">The plugin; empty for <see cref="ControlCommand.List"/> alone.</param>
/// <param name="Version">Null: the highest.</param>
/// <param name="Settings">One JSON object as UTF-8; null: those of before.</param>
/// <param name="IsRequired">For an audit sink: nothing counts that it doesn't confirm.</param>
public sealed record ControlRequest(ControlCommand Command, string Id = "", Version? Version = null, ReadOnlyMemory<byte>? Settings = null, bool IsRequired = false);

/// <summary>The commands as they are written.</summary>
public static class ControlWords
{
    /// <summary>The word of a command.</summary>
    public static string Word(this ControlCommand command) => command.ToString().ToLowerInvariant();

    /// <summary>True for those that make a generation: they take a version and settings.</summary>
    public static bool MakesGeneration(this ControlCommand command) => command is ControlCommand.Load or ControlCommand.Activate or ControlCommand.Reload;

    /// <summary>True for those that may make a sink required.</summary>
    public static bool Activates(this ControlCommand command) => command is ControlCommand.Activate or ControlCommand.Reload;
}
