using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.WitnessObservations;

namespace Orchestrator.Broker.Journal;

/// <content>Witnesses: who enrolled them, and what they said.</content>
internal sealed partial class ObservationRecords
{
    private RecordBody? DescribeWitness(BrokerObservation observation) => observation switch
    {
        WitnessAdded o => Body(
            BrokerEventCodes.WitnessAdded, $"{o.Name} may witness the logs from now on, by {o.By.Spoken()}.", Actor(o.By),
            ("witness", o.Name), ("key", o.KeyFingerprint), ("verifierKey", o.VerifierKey)),
        WitnessRemoved o => Body(
            BrokerEventCodes.WitnessRemoved, $"{o.Name} is no witness any more, by {o.By.Spoken()}.", Actor(o.By),
            ("witness", o.Name), ("key", o.KeyFingerprint), ("verifierKey", o.VerifierKey)),
        WitnessCosigned o => Body(
            BrokerEventCodes.WitnessCosigned, Text($"Witness {o.Witness} cosigned {o.Origin} with {o.Size} records."), Broker, o.Session,
            ("witness", o.Witness), ("origin", o.Origin), ("size", o.Size)),
        WitnessRefused o => Body(
            BrokerEventCodes.WitnessRefused, Text($"Witness {o.Witness} did not cosign {o.Origin} with {o.Size} records ({o.Status}). Find out why: it may have seen another log."), Broker, o.Session,
            ("witness", o.Witness), ("origin", o.Origin), ("size", o.Size), ("status", o.Status), ("reason", o.Reason)),
        WitnessSilent o => Body(BrokerEventCodes.WitnessSilent, $"Witness {o.Witness} isn't there or doesn't answer.", Broker, ("witness", o.Witness)),
        _ => null,
    };
}
