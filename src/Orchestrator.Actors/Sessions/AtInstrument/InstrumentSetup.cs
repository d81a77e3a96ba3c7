using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Links;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>What one run of QuickSupport is made of; the face composes it.</summary>
/// <param name="Identity">Keys and trust.</param>
/// <param name="Instrument">As site file and machine say.</param>
/// <param name="Policy">Signed configuration, tightened by the site file.</param>
/// <param name="Pin">Drawn for this run.</param>
/// <param name="Register">What the broker is told first.</param>
/// <param name="Dial">Dials the broker and runs the link's handshake.</param>
/// <param name="Journal">The evidence log.</param>
/// <param name="Receipts">Signs what the operator answered.</param>
/// <param name="Face">The operator's.</param>
/// <param name="Pumps">Makes each channel's pump.</param>
/// <param name="StopKeys">Gates that the operator's keys reach directly.</param>
/// <param name="Clock">The broker's time.</param>
/// <param name="Time">The only clock.</param>
public sealed record InstrumentSetup(
    InstrumentIdentity Identity,
    Instrument Instrument,
    SessionPolicy Policy,
    SecretText Pin,
    InstrumentToBroker.RegisterSession Register,
    Func<CancellationToken, Task<LinkConnection>> Dial,
    IInstrumentJournal Journal,
    IConsentReceipts Receipts,
    IOperatorFace Face,
    IChannelPumps Pumps,
    StopKeys StopKeys,
    BrokerClock Clock,
    TimeProvider Time)
{
    /// <summary>What earlier runs left on this disk.</summary>
    public IEarlierRuns EarlierRuns { get; init; } = NoEarlierRuns.Instance;
}
