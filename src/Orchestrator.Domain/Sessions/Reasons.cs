namespace Orchestrator.Domain;

/// <summary>How a question ended without a yes.</summary>
public enum AskOutcome
{
    /// <summary>The operator said no.</summary>
    Refused,

    /// <summary>Nobody answered in time.</summary>
    TimedOut,

    /// <summary>The technician took it back.</summary>
    Withdrawn,

    /// <summary>The prompt's window or actor went away.</summary>
    PromptClosed,

    /// <summary>The operator was away.</summary>
    OperatorAway,

    /// <summary>The session ended.</summary>
    SessionOver,

    /// <summary>A link broke while the prompt was open.</summary>
    LinkLost,

    /// <summary>What it would have prolonged, or what it needs, is no longer open.</summary>
    NoLongerPossible,

    /// <summary>The file can't be moved: place, size or name isn't allowed.</summary>
    FileNotAllowed,
}

/// <summary>Why a channel, a grant or a session is over.</summary>
public enum EndReason
{
    /// <summary>The operator took it back or ended it.</summary>
    OperatorRevoked,

    /// <summary>The technician gave it back or ended it.</summary>
    TechnicianReleased,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>One file grant is one file.</summary>
    FileDone,

    /// <summary>Control needs an open view.</summary>
    ViewClosed,

    /// <summary>Its actor or pump failed.</summary>
    Failed,

    /// <summary>The session ended.</summary>
    SessionOver,

    /// <summary>A link didn't come back within the grace.</summary>
    LinkLost,

    /// <summary>The broker took the technician's right away.</summary>
    BrokerVeto,

    /// <summary>Three wrong PINs.</summary>
    PinExhausted,

    /// <summary>Two wrong comparisons of the digits.</summary>
    SasExhausted,

    /// <summary>Three handshakes without a session.</summary>
    HandshakesExhausted,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolViolation,

    /// <summary>The evidence log can't be written.</summary>
    LogFailed,

    /// <summary>Nobody joined in time.</summary>
    NobodyJoined,

    /// <summary>QuickSupport was closed.</summary>
    Closed,
}
