namespace Orchestrator.Protocol;

/// <summary>
/// What technician and instrument say to each other on channel 0, end to end: one message is one sealed record. See <see cref="TechnicianToInstrument"/> and
/// <see cref="InstrumentToTechnician"/>. Nothing here enlarges a right; it only asks.
/// </summary>
public abstract record PeerMessage
{
    /// <summary>The byte that names it on the wire.</summary>
    public abstract PeerMessageType Type { get; }
}

/// <summary>The first byte of a peer message. Numbers are never given twice.</summary>
public enum PeerMessageType : byte
{
    /// <summary>See <see cref="TechnicianToInstrument.PresentPin"/>.</summary>
    PresentPin = 0x01,

    /// <summary>See <see cref="TechnicianToInstrument.Ask"/>.</summary>
    Ask = 0x02,

    /// <summary>See <see cref="TechnicianToInstrument.WithdrawAsk"/>.</summary>
    WithdrawAsk = 0x03,

    /// <summary>See <see cref="TechnicianToInstrument.ReleaseGrant"/>.</summary>
    ReleaseGrant = 0x04,

    /// <summary>See <see cref="TechnicianToInstrument.Chat"/>.</summary>
    Chat = 0x05,

    /// <summary>See <see cref="TechnicianToInstrument.Leave"/>.</summary>
    Leave = 0x06,

    /// <summary>See <see cref="TechnicianToInstrument.Heartbeat"/>.</summary>
    Heartbeat = 0x07,

    /// <summary>See <see cref="InstrumentToTechnician.EventRecord"/>.</summary>
    EventRecord = 0x41,

    /// <summary>See <see cref="InstrumentToTechnician.AskReceived"/>.</summary>
    AskReceived = 0x42,

    /// <summary>See <see cref="InstrumentToTechnician.AskRejected"/>.</summary>
    AskRejected = 0x43,

    /// <summary>See <see cref="InstrumentToTechnician.PromptSeen"/>.</summary>
    PromptSeen = 0x44,

    /// <summary>See <see cref="InstrumentToTechnician.Remaining"/>.</summary>
    Remaining = 0x45,

    /// <summary>See <see cref="PeerToPeer.Received"/>. 0x61 is never given: RESUME is a frame of its own.</summary>
    Received = 0x62,
}

/// <summary>Which end of the session sends.</summary>
public enum PeerSender
{
    /// <summary>The console.</summary>
    Technician,

    /// <summary>QuickSupport.</summary>
    Instrument,
}
