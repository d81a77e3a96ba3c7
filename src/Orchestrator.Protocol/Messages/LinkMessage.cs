namespace Orchestrator.Protocol;

/// <summary>
/// What an endpoint and the broker say to each other: one message is one sealed record on channel 0 of their link. The direction is part of the type;
/// see <see cref="InstrumentToBroker"/>, <see cref="BrokerToInstrument"/>, <see cref="ConsoleToBroker"/>, <see cref="BrokerToConsole"/>, <see cref="BrokerToBoth"/>, <see cref="ApprovalMessages"/>, <see cref="WitnessMessages"/>, <see cref="RecoveryMessages"/>.
/// </summary>
public abstract record LinkMessage
{
    /// <summary>The byte that names it on the wire.</summary>
    public abstract LinkMessageType Type { get; }
}

/// <summary>The first byte of a link message. Numbers are never given twice.</summary>
public enum LinkMessageType : byte
{
    /// <summary>See <see cref="InstrumentToBroker.RegisterSession"/>.</summary>
    RegisterSession = 0x01,

    /// <summary>See <see cref="InstrumentToBroker.AppendEvent"/>.</summary>
    AppendEvent = 0x02,

    /// <summary>See <see cref="InstrumentToBroker.LogCheckpoint"/>.</summary>
    LogCheckpoint = 0x03,

    /// <summary>See <see cref="InstrumentToBroker.EndSession"/>.</summary>
    EndSession = 0x04,

    /// <summary>See <see cref="InstrumentToBroker.ResumeSession"/>.</summary>
    ResumeInstrument = 0x05,

    /// <summary>See <see cref="RecoveryMessages.RecoverRun"/>.</summary>
    RecoverRun = 0x06,

    /// <summary>See <see cref="RecoveryMessages.RecoverRecord"/>.</summary>
    RecoverRecord = 0x07,

    /// <summary>See <see cref="RecoveryMessages.RecoverCheckpoint"/>.</summary>
    RecoverCheckpoint = 0x08,

    /// <summary>See <see cref="ConsoleToBroker.SignIn"/>.</summary>
    SignIn = 0x21,

    /// <summary>See <see cref="ConsoleToBroker.Connect"/>.</summary>
    Connect = 0x22,

    /// <summary>See <see cref="ConsoleToBroker.LeaveSession"/>.</summary>
    LeaveSession = 0x23,

    /// <summary>See <see cref="ConsoleToBroker.Activate"/>.</summary>
    Activate = 0x24,

    /// <summary>See <see cref="ConsoleToBroker.ConfirmActivation"/>.</summary>
    ConfirmActivation = 0x25,

    /// <summary>See <see cref="ApprovalMessages.RequestApproval"/>.</summary>
    RequestApproval = 0x26,

    /// <summary>See <see cref="ApprovalMessages.ListApprovals"/>.</summary>
    ListApprovals = 0x27,

    /// <summary>See <see cref="ApprovalMessages.DecideApproval"/>.</summary>
    DecideApproval = 0x28,

    /// <summary>See <see cref="BrokerToInstrument.SessionRegistered"/>.</summary>
    SessionRegistered = 0x41,

    /// <summary>See <see cref="BrokerToInstrument.EventStored"/>.</summary>
    EventStored = 0x42,

    /// <summary>See <see cref="BrokerToInstrument.TechnicianAdmitted"/>.</summary>
    TechnicianAdmitted = 0x43,

    /// <summary>See <see cref="RecoveryMessages.RunKnown"/>.</summary>
    RunKnown = 0x44,

    /// <summary>See <see cref="RecoveryMessages.RunRecovered"/>.</summary>
    RunRecovered = 0x45,

    /// <summary>See <see cref="BrokerToConsole.SignedIn"/>.</summary>
    SignedIn = 0x51,

    /// <summary>See <see cref="BrokerToConsole.Connected"/>.</summary>
    Connected = 0x52,

    /// <summary>See <see cref="BrokerToConsole.ActivationOffered"/>.</summary>
    ActivationOffered = 0x53,

    /// <summary>See <see cref="BrokerToConsole.Activated"/>.</summary>
    Activated = 0x54,

    /// <summary>See <see cref="ApprovalMessages.ApprovalFiled"/>.</summary>
    ApprovalFiled = 0x55,

    /// <summary>See <see cref="ApprovalMessages.ApprovalsListed"/>.</summary>
    ApprovalsListed = 0x56,

    /// <summary>See <see cref="ApprovalMessages.ApprovalDecided"/>.</summary>
    ApprovalDecided = 0x57,

    /// <summary>See <see cref="ConsoleToBroker.ResumeSession"/>.</summary>
    ResumeConsole = 0x29,

    /// <summary>See <see cref="BrokerToBoth.PeerLink"/>.</summary>
    PeerLink = 0x61,

    /// <summary>See <see cref="BrokerToBoth.Revoked"/>.</summary>
    Revoked = 0x62,

    /// <summary>See <see cref="BrokerToBoth.Heartbeat"/>.</summary>
    Heartbeat = 0x63,

    /// <summary>See <see cref="BrokerToBoth.Refused"/>.</summary>
    Refused = 0x64,

    /// <summary>See <see cref="BrokerToBoth.SessionResumed"/>.</summary>
    SessionResumed = 0x65,

    /// <summary>See <see cref="WitnessMessages.OfferWitness"/>.</summary>
    OfferWitness = 0x71,

    /// <summary>See <see cref="WitnessMessages.WitnessAnswer"/>.</summary>
    WitnessAnswer = 0x72,

    /// <summary>See <see cref="WitnessMessages.WitnessRequest"/>.</summary>
    WitnessRequest = 0x81,
}
