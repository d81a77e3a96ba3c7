using System.Globalization;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Log;

/// <summary>Bodies of the log's own records.</summary>
public static class LogRecords
{
    /// <summary>A torn tail was cut.</summary>
    public static RecordBody Repaired(RecordActor self, LogRecovery recovery) => new()
    {
        Event = EventCodes.LogRepaired,
        Sentence = "The log ended within a record, as after a power cut; the torn part behind the last whole record was cut off and kept in a file beside the log.",
        Who = self,
        Data = RecordData.Create(json =>
        {
            json.WriteNumber("size", recovery.Size);
            json.WriteNumber("signedSize", recovery.SignedSize);
            json.WriteNumber("cutRecordBytes", recovery.CutRecordBytes);
            json.WriteNumber("cutCheckpointBytes", recovery.CutCheckpointBytes);
        }),
    };

    /// <summary>The wall clock was set.</summary>
    public static RecordBody ClockJumped(RecordActor self, TimeSpan jump) => new()
    {
        Event = EventCodes.ClockJumped,
        Sentence = string.Create(CultureInfo.InvariantCulture, $"The computer's clock was set by {jump.TotalSeconds:+0.0;-0.0} seconds; the order of records is by number, not by time."),
        Who = self,
        Data = RecordData.Create(json => json.WriteNumber("milliseconds", (long)jump.TotalMilliseconds)),
    };

    /// <summary>A checkpoint of the other end's log, verified by the caller.</summary>
    public static RecordBody PeerCheckpoint(RecordActor self, SignedCheckpoint peer, string? session) => new()
    {
        Event = EventCodes.PeerCheckpoint,
        Sentence = string.Create(CultureInfo.InvariantCulture, $"The other end's log had {peer.Checkpoint.Size} records with this signed root."),
        Who = self,
        Session = session,
        Data = RecordData.Create(json =>
        {
            json.WriteString("origin", peer.Checkpoint.Origin);
            json.WriteNumber("size", peer.Checkpoint.Size);
            json.WriteString("root", peer.Checkpoint.Root.ToBase64());
            json.WriteString("note", Encoding.UTF8.GetString(peer.Note.Span));
        }),
    };
}
