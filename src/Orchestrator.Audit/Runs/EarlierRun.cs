using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Runs;

/// <summary>The log of a run that is over, as it lies on the disk: what of it can be delivered, byte for byte. Reads only.</summary>
public sealed class EarlierRun
{
    private readonly List<SignedCheckpoint> _checkpoints = [];

    private EarlierRun(RunFolderName name, LogFolder folder, NoteKey key)
    {
        Name = name;
        Folder = folder;
        Key = key;
    }

    /// <summary>Its folder's name.</summary>
    public RunFolderName Name { get; }

    /// <summary>Its folder.</summary>
    public LogFolder Folder { get; }

    /// <summary>Origin and key, as the folder says.</summary>
    public NoteKey Key { get; }

    /// <summary>The session that it was; null when it had none.</summary>
    public SessionNumber? Session { get; private set; }

    /// <summary>Good records.</summary>
    public long Records { get; private set; }

    /// <summary>Records under its newest checkpoint.</summary>
    public long Signed => _checkpoints.Count == 0 ? 0 : _checkpoints[^1].Checkpoint.Size;

    /// <summary>True when the signed part isn't what was signed.</summary>
    public bool Tampered { get; private set; }

    /// <summary>The newest checkpoint; null when there is none.</summary>
    public SignedCheckpoint? Last => _checkpoints.Count == 0 ? null : _checkpoints[^1];

    /// <summary>Reads a run's folder once, from front to back.</summary>
    /// <returns>Null when it has no key that can be read.</returns>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static EarlierRun? Open(string path)
    {
        var folder = new LogFolder(path);
        if (!RunFolderName.TryParse(Path.GetFileName(folder.Path), out var name) || !File.Exists(folder.Key) || !NoteKey.TryParse(File.ReadAllText(folder.Key).TrimEnd('\n'), out var key))
            return null;
        var run = new EarlierRun(name, folder, key);
        var scan = LogScan.Run(folder, key, (_, line) => run.Look(line.Span));
        (run.Records, run.Tampered) = (scan.Size, scan.Tampered);
        using var stream = LogScan.OpenForReading(folder.Checkpoints);
        CheckpointScanner.Scan(stream, note =>
        {
            if (SignedCheckpoint.Verify(note.Span, key, out var signed) == NoteFailure.None && signed!.Checkpoint.Size > run.Signed)
                run._checkpoints.Add(signed);
        });
        return run;
    }

    /// <summary>The newest checkpoint over no more than so many records; null when there is none.</summary>
    public SignedCheckpoint? NewestUpTo(long size) => _checkpoints.FindLast(c => c.Checkpoint.Size <= size);

    /// <summary>
    /// The newest checkpoint that what stands behind <paramref name="from"/> fits under within limits; null when there is none behind it, or not even the
    /// first one fits.
    /// </summary>
    public SignedCheckpoint? NextPart(long from, int records, long bytes)
    {
        var fits = 0L;
        foreach (var line in Read(from))
        {
            if (fits == records || (bytes -= line.Length) < 0)
                break;
            fits++;
        }

        return _checkpoints.FindLast(c => c.Checkpoint.Size > from && c.Checkpoint.Size <= from + fits);
    }

    /// <summary>Records from a number on, exact bytes.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long from)
    {
        using var stream = LogScan.OpenForReading(Folder.Records);
        var lines = new LineScanner(stream, RecordLimits.LineBytes);
        for (var sequence = 0L; sequence < Records && lines.TryNext(out var line); sequence++)
        {
            if (sequence >= from)
                yield return line.ToArray();
        }
    }

    private void Look(ReadOnlySpan<byte> line)
    {
        if (Session is null && line.IndexOf("\"event\":\"session.started\""u8) > 0
            && RecordReader.Read(line, out var record) == RecordFailure.None && record!.Body.Event == EventCodes.SessionStarted
            && SessionNumber.TryParse(record.Body.Session ?? "", out var session))
            Session = session;
    }
}
