using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.ReviewObservations;

namespace Orchestrator.Broker.Journal;

/// <content>Signatures of reviewers: printed name, meaning, and by number and hash what was reviewed.</content>
internal sealed partial class ObservationRecords
{
    private RecordBody? DescribeReview(BrokerObservation observation) => observation switch
    {
        ReviewSigned o => Body(
            BrokerEventCodes.ReviewSigned,
            o.Session is { } session ? $"{o.By.PrintedName} signed session {session}: {o.Meaning}." : Text($"{o.By.PrintedName} signed records {o.First} to {o.Last} of this log: {o.Meaning}."),
            Actor(o.By) with { Kind = ActorKinds.Auditor }, o.Session,
            ("meaning", o.Meaning), ("remarks", o.Remarks), ("claims", o.Claims), ("claimsRoot", o.ClaimsRoot), ("first", o.First), ("last", o.Last),
            ("records", o.Records), ("recordsRoot", o.RecordsRoot), ("size", o.Size), ("logRoot", o.LogRoot)),
        _ => null,
    };
}
