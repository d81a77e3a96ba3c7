namespace Orchestrator.Rfb;

/// <summary>How a local viewer's session ended.</summary>
public enum ViewerEnd
{
    /// <summary>The viewer closed its connection, or it broke.</summary>
    Closed,

    /// <summary>Wrong password.</summary>
    WrongPassword,

    /// <summary>The viewer broke the protocol, or took too long to begin.</summary>
    ProtocolFault,

    /// <summary>The console ended it.</summary>
    Cancelled,
}
