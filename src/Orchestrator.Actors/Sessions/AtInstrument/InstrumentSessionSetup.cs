using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>What a session at the instrument is made of. One per run of QuickSupport.</summary>
/// <param name="Number">Given by the broker.</param>
/// <param name="Instrument">As site file and machine say.</param>
/// <param name="Policy">Signed configuration, tightened by the site file.</param>
/// <param name="RunKey">The run's public key (SubjectPublicKeyInfo, base64): START names it, for receipts are checked with it.</param>
/// <param name="Pin">Shown to the operator; the broker never has it.</param>
/// <param name="Journal">The evidence log.</param>
/// <param name="Receipts">Signs what the operator answered.</param>
/// <param name="Wire">To broker and technician.</param>
/// <param name="Face">The operator's.</param>
/// <param name="Pumps">Makes each channel's pump.</param>
/// <param name="StopKeys">Gates that the operator's keys may hold and close directly.</param>
/// <param name="Time">The only clock.</param>
public sealed record InstrumentSessionSetup(
    SessionNumber Number,
    Instrument Instrument,
    SessionPolicy Policy,
    string RunKey,
    SecretText Pin,
    IInstrumentJournal Journal,
    IConsentReceipts Receipts,
    IInstrumentWire Wire,
    IOperatorFace Face,
    IChannelPumps Pumps,
    StopKeys StopKeys,
    TimeProvider Time);
