namespace Orchestrator.Protocol;

/// <summary>Why a record wasn't opened. Each ends the connection; the name is the reason in the audit, and the peer is told nothing of it.</summary>
public enum RecordFailure
{
    /// <summary>It was.</summary>
    None,

    /// <summary>Header and bytes don't fit together.</summary>
    Malformed,

    /// <summary>A frame type that this opener doesn't take.</summary>
    WrongType,

    /// <summary>Another channel's record.</summary>
    WrongChannel,

    /// <summary>A sequence that was already opened.</summary>
    Replayed,

    /// <summary>A sequence ahead of the next one: something was dropped or swapped.</summary>
    Gap,

    /// <summary>Neither the current key epoch nor the one after it.</summary>
    WrongEpoch,

    /// <summary>The sender used one key beyond its limits.</summary>
    KeyExhausted,

    /// <summary>The tag doesn't match: changed on the way, or sealed under another key.</summary>
    Forged,

    /// <summary>A record behind the authenticated end.</summary>
    AfterClose,

    /// <summary>The channel's keys are destroyed.</summary>
    KeysGone,

    /// <summary>A channel that was never opened.</summary>
    NeverOpened,

    /// <summary>Records of a channel that we closed keep arriving beyond the time for those under way.</summary>
    ClosedTooLong,

    /// <summary>More bytes of a channel that we closed than can have been under way.</summary>
    ClosedTooMuch,

    /// <summary>A record on channel 0 larger than any message.</summary>
    TooLarge,

    /// <summary>A RESUME whose generation isn't greater than every earlier one: sent again by somebody.</summary>
    StaleResume,

    /// <summary>A RESUME or an acknowledgement whose numbers can't be: beyond what was sealed, or before what was acknowledged.</summary>
    WrongResume,

    /// <summary>Records on channel 0 faster than any honest peer sends.</summary>
    TooFast,
}
