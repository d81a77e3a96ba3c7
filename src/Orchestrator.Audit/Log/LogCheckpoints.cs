using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Log;

/// <summary>The signed checkpoints of a log's folder, for whoever reads beside its writer.</summary>
public static class LogCheckpoints
{
    /// <summary>Every whole note that this key signed, in the file's order. A folder without the file has none.</summary>
    public static IReadOnlyList<SignedCheckpoint> Read(LogFolder folder, NoteKey key)
    {
        var found = new List<SignedCheckpoint>();
        using var stream = LogScan.OpenForReading(folder.Checkpoints);
        CheckpointScanner.Scan(stream, note =>
        {
            if (SignedCheckpoint.Verify(note.Span, key, out var signed) == NoteFailure.None)
                found.Add(signed!);
        });
        return found;
    }
}
