using Orchestrator.Domain;

namespace Orchestrator.Links.Multiplexing;

/// <summary>Which record goes first when several are ready.</summary>
public enum RecordPriority
{
    /// <summary>Pointer and keys: a person waits for each.</summary>
    Input,

    /// <summary>Asks, events, acknowledgements.</summary>
    Control,

    /// <summary>Pictures and clipboard.</summary>
    Screen,

    /// <summary>Files: they have time.</summary>
    File,
}

/// <summary>The priority of each capability's channel.</summary>
public static class RecordPriorities
{
    /// <summary>Priority of a capability's records.</summary>
    public static RecordPriority Of(Capability capability) => capability switch
    {
        Capability.ControlInput => RecordPriority.Input,
        Capability.SendFile or Capability.FetchFile => RecordPriority.File,
        _ => RecordPriority.Screen,
    };
}
