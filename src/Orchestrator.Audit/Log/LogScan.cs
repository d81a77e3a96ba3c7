using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Log;

/// <summary>
/// Reads a log's files once from front to back, rebuilds the tree and holds it against every signed checkpoint.
/// Changes nothing. Records count up to the first line that isn't one.
/// </summary>
public sealed class LogScan
{
    private readonly List<LogProblem> _problems = [];
    private readonly List<Checkpoint> _checkpoints = [];

    private LogScan()
    {
    }

    /// <summary>Everything that isn't as it should be, in the order of reading.</summary>
    public IReadOnlyList<LogProblem> Problems => _problems;

    /// <summary>The checkpoints that verified.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => _checkpoints;

    /// <summary>The tree over the good records.</summary>
    public CompactRange Tree { get; } = new();

    /// <summary>Good records.</summary>
    public long Size => Tree.Size;

    /// <summary>Records that the newest checkpoint covers.</summary>
    public long SignedSize => _checkpoints.Count == 0 ? 0 : _checkpoints[^1].Size;

    /// <summary>Note of the newest checkpoint; null when there is none.</summary>
    public SignedCheckpoint? LastCheckpoint { get; private set; }

    /// <summary>Bytes of the records file up to the first line that isn't a record.</summary>
    public long GoodRecordBytes { get; private set; }

    /// <summary>Bytes of the checkpoint file up to the end of its last whole note.</summary>
    public long GoodCheckpointBytes { get; private set; }

    /// <summary>True when something is wrong that no crash explains: the signed part differs from what was signed.</summary>
    public bool Tampered => _problems.Any(p => !IsTornTail(p));

    /// <summary>Scans a folder. Missing files count as empty.</summary>
    /// <param name="folder">The log.</param>
    /// <param name="key">Its key.</param>
    /// <param name="record">Called for each good record with its sequence number and bytes; the bytes live until it returns.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static LogScan Run(LogFolder folder, NoteKey key, Action<long, ReadOnlyMemory<byte>>? record = null)
    {
        var scan = new LogScan();
        using (var checkpoints = OpenForReading(folder.Checkpoints))
            scan.ReadCheckpoints(checkpoints, key);
        using (var records = OpenForReading(folder.Records))
            scan.ReadRecords(records, record);
        return scan;
    }

    internal static Stream OpenForReading(string path) =>
        File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0) : Stream.Null;

    private bool IsTornTail(LogProblem problem) => problem.Kind switch
    {
        LogProblemKind.TornCheckpoint => true,
        LogProblemKind.TornLine or LogProblemKind.BadLine => problem.Sequence >= SignedSize,
        _ => false,
    };

    private void ReadCheckpoints(Stream stream, NoteKey key)
    {
        var number = 0;
        GoodCheckpointBytes = CheckpointScanner.Scan(stream, note =>
        {
            number++;
            var failure = SignedCheckpoint.Verify(note.Span, key, out var verified);
            if (failure != NoteFailure.None)
            {
                Add(LogProblemKind.BadCheckpoint, SignedSize, $"Checkpoint {number} of the file isn't a checkpoint of this log signed by its key ({failure}).");
                return;
            }

            if (verified!.Checkpoint.Size <= SignedSize)
                Add(LogProblemKind.CheckpointOrder, SignedSize, $"Checkpoint {number} covers {verified.Checkpoint.Size} records; the one before it covers {SignedSize} already.");
            if (verified.Checkpoint.Size >= SignedSize)
                LastCheckpoint = verified;
            _checkpoints.Add(verified.Checkpoint);
        });
        _checkpoints.Sort((a, b) => a.Size.CompareTo(b.Size));
        if (stream.Length > GoodCheckpointBytes)
            Add(LogProblemKind.TornCheckpoint, SignedSize, $"The checkpoint file ends with {stream.Length - GoodCheckpointBytes} bytes that aren't a whole checkpoint.");
    }

    private void ReadRecords(Stream stream, Action<long, ReadOnlyMemory<byte>>? record)
    {
        var lines = new LineScanner(stream, RecordLimits.LineBytes);
        var next = 0;
        var bad = false;
        while (!bad && lines.TryNext(out var line))
        {
            var failure = RecordPrefix.Check(line.Span, Size);
            if (failure != RecordFailure.None)
            {
                Add(LogProblemKind.BadLine, Size, $"Line {Size + 1} isn't record {Size} ({failure}).");
                bad = true;
                break;
            }

            record?.Invoke(Size, line);
            Tree.Append(MerkleHasher.Leaf(line.Span));
            GoodRecordBytes = lines.Offset;
            next = CompareRoots(next);
        }

        if (!bad && stream.Length > GoodRecordBytes)
            Add(LogProblemKind.TornLine, Size, $"The records file ends with {stream.Length - GoodRecordBytes} bytes that aren't a whole line.");
        if (Size < SignedSize)
            Add(LogProblemKind.RecordsMissing, Size, $"A checkpoint has signed {SignedSize} records; only {Size} are here in order.");
    }

    private int CompareRoots(int next)
    {
        for (; next < _checkpoints.Count && _checkpoints[next].Size <= Size; next++)
        {
            var signed = _checkpoints[next];
            // Behind the first stretch that was changed every root is another one: that accuses nobody.
            if (signed.Size != Size || signed.Root == Tree.Root || _problems.Any(problem => problem.Kind == LogProblemKind.RootMismatch))
                continue;
            var from = next == 0 ? 0 : _checkpoints[next - 1].Size;
            Add(LogProblemKind.RootMismatch, from, $"Records {from} to {Size - 1} aren't those that were signed: their checkpoint has another root.");
        }

        return next;
    }

    private void Add(LogProblemKind kind, long sequence, string sentence) => _problems.Add(new LogProblem(kind, sequence, sentence));
}
