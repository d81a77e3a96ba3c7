using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Log;

/// <summary>Splits the checkpoint file into notes. A note is whole when an empty line follows its signature lines.</summary>
internal static class CheckpointScanner
{
    /// <summary>Calls back with each whole note.</summary>
    /// <returns>Offset behind the last whole note: what follows was torn.</returns>
    public static long Scan(Stream stream, Action<ReadOnlyMemory<byte>> note)
    {
        var lines = new LineScanner(stream, CheckpointLimits.NoteBytes);
        var bytes = new List<byte>();
        var inSignatures = false;
        var whole = 0L;
        while (lines.TryNext(out var line) && bytes.Count + line.Length < CheckpointLimits.NoteBytes)
        {
            if (line.IsEmpty && inSignatures)
            {
                note(bytes.ToArray());
                bytes.Clear();
                inSignatures = false;
                whole = lines.Offset;
                continue;
            }

            if (line.IsEmpty)
                inSignatures = true;
            bytes.AddRange(line.Span);
            bytes.Add((byte)'\n');
        }

        return whole;
    }
}
