using System.Globalization;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>Bodies of the records that a run writes about runs before it.</summary>
internal static class RunRecords
{
    /// <summary>An earlier run's log was delivered, or wasn't taken.</summary>
    public static RecordBody Delivered(RecordActor self, string? session, EarlierRun run, TailDelivered how) => new()
    {
        Event = EventCodes.RunDelivered,
        Sentence = how.Code.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{how.Records} records of the earlier run {run.Name} were delivered to the vendor's server.")
            : $"The records of the earlier run {run.Name} weren't delivered: {how.Code}.",
        Who = self,
        Session = session,
        Change = how.Code.Length == 0 ? new RecordChange { Outcome = Outcomes.Success } : new RecordChange { Outcome = Outcomes.Denied, Reason = how.Code },
        Data = RecordData.Create(json =>
        {
            json.WriteString("folder", run.Name.ToString());
            json.WriteString("origin", run.Key.Name);
            json.WriteNumber("size", run.Signed);
            json.WriteNumber("records", how.Records);
            json.WriteNumber("unsigned", run.Records - run.Signed);
        }),
    };

    /// <summary>The broker's log is behind, or beside, what an earlier run kept of it.</summary>
    public static RecordBody PeerRolledBack(RecordActor self, Checkpoint before, Checkpoint now) => new()
    {
        Event = EventCodes.PeerRolledBack,
        Sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"The vendor's server shows its log with {now.Size} records; an earlier run on this disk kept a signed checkpoint of it over {before.Size}. It was set back, or tells two stories."),
        Who = self,
        Data = RecordData.Create(json =>
        {
            json.WriteString("origin", now.Origin);
            json.WriteNumber("size", now.Size);
            json.WriteString("root", now.Root.ToBase64());
            json.WriteNumber("before", before.Size);
            json.WriteString("beforeRoot", before.Root.ToBase64());
        }),
    };

    /// <summary>Texts beside an earlier run's log were erased.</summary>
    public static RecordBody TextsErased(RecordActor self, string folder, ErasureEntry entry, string reason) => new()
    {
        Event = EventCodes.TextsErased,
        Sentence = string.Create(CultureInfo.InvariantCulture, $"{entry.What.Commitments.Count} texts beside the log of {folder} were erased: wanted by {entry.What.RequestedBy}, approved by {entry.What.ApprovedBy}. Its records are as they were."),
        Who = self,
        Change = new RecordChange { Outcome = Outcomes.Success, StatedReason = reason },
        Data = RecordData.Create(json =>
        {
            json.WriteString("folder", folder);
            json.WriteNumber("texts", entry.What.Commitments.Count);
            json.WriteString("requestedBy", RecordData.Text(entry.What.RequestedBy));
            json.WriteString("approvedBy", RecordData.Text(entry.What.ApprovedBy));
            json.WriteString("at", entry.What.Utc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("entrySha256", entry.Sha256);
        }),
    };

    /// <summary>An earlier run was removed because it was old; null: its stub can't be believed.</summary>
    public static RecordBody Removed(RecordActor self, string folder, RemovedRun? removed, string? reason) => new()
    {
        Event = EventCodes.RunRemoved,
        Sentence = removed is null
            ? $"The records of {folder} are gone, and what was left in their place isn't signed by that run."
            : $"The run {folder} was removed by {removed.By}, as it was older than the policy wants; its last checkpoint is kept.",
        Who = self,
        Change = new RecordChange { Outcome = removed is null ? Outcomes.Error : Outcomes.Success, StatedReason = reason },
        Data = RecordData.Create(json =>
        {
            json.WriteString("folder", folder);
            if (removed is null)
                return;
            json.WriteString("origin", removed.Last.Checkpoint.Origin);
            json.WriteNumber("size", removed.Last.Checkpoint.Size);
            json.WriteString("root", removed.Last.Checkpoint.Root.ToBase64());
            json.WriteString("by", RecordData.Text(removed.By));
            json.WriteString("at", removed.Utc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }),
    };
}
