using System.Buffers;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Log;

/// <summary>
/// The part of the log that touches the disk; used by one thread at a time. Several appends share one flush. Nothing counts
/// before its flush returned; what was written and not confirmed is cut off again.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private readonly ILogFile _records;
    private readonly ILogFile _checkpoints;
    private readonly CheckpointSigner _signer;
    private readonly Action<long, ReadOnlyMemory<byte>>? _onDurable;
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private CompactRange _tree;
    private long _size;
    private SignedCheckpoint? _lastCheckpoint;
    private string? _broken;

    public LogWriter(ILogFile records, ILogFile checkpoints, CheckpointSigner signer, CompactRange tree, SignedCheckpoint? last, Action<long, ReadOnlyMemory<byte>>? onDurable = null)
    {
        _onDurable = onDurable;
        _records = records;
        _checkpoints = checkpoints;
        _signer = signer;
        _tree = tree;
        _size = tree.Size;
        _lastCheckpoint = last;
    }

    /// <summary>Durable records. Readable from any thread, and never behind an answer that was given.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>Likewise.</summary>
    public SignedCheckpoint? LastCheckpoint => Volatile.Read(ref _lastCheckpoint);

    public bool HasUnsigned => (LastCheckpoint?.Checkpoint.Size ?? 0) != Size;

    /// <summary>Appends all requests with one flush where the disk has room; else one by one, so that only those without room fail.</summary>
    public void Append(IReadOnlyList<AppendRequest> batch)
    {
        if (TryAppend(batch, out var full) || !full)
            return;
        foreach (var request in batch.Where(r => !r.IsAnswered))
        {
            AppendRequest[] alone = [request];
            if (TryAppend(alone, out full) || !full)
                continue;
            if (request.Closing?.Release() == true && (TryAppend(alone, out full) || !full))
                continue;
            request.Answer(new AppendResult(AppendStatus.DiskFull, Size, Size, "The disk of the evidence log is full. Free some room; nothing was recorded."));
        }
    }

    public CheckpointResult Checkpoint(Reservation? closing)
    {
        if (_broken is not null)
            return new CheckpointResult(AppendStatus.Failed, null, _broken);
        if (!HasUnsigned)
            return new CheckpointResult(AppendStatus.Durable, LastCheckpoint, null);
        var signed = _signer.Sign(Size, _tree.Root);
        byte[] bytes = [.. signed.Note.Span, (byte)'\n'];
        var status = Write(_checkpoints, bytes);
        if (status == AppendStatus.DiskFull && closing?.Release() == true)
            status = Write(_checkpoints, bytes);
        if (status != AppendStatus.Durable)
            return new CheckpointResult(status, null, _broken ?? "The disk of the evidence log is full. Free some room; the checkpoint was not written.");
        Volatile.Write(ref _lastCheckpoint, signed);
        return new CheckpointResult(AppendStatus.Durable, signed, null);
    }

    /// <summary>Answers everything from now on with a failure.</summary>
    public void BreakBy(Exception cause) => Break(cause);

    public void Dispose()
    {
        _records.Dispose();
        _checkpoints.Dispose();
    }

    // True when every request of the batch has its answer.
    private bool TryAppend(IReadOnlyList<AppendRequest> batch, out bool full)
    {
        full = false;
        if (_broken is not null)
        {
            foreach (var request in batch)
                request.Answer(new AppendResult(AppendStatus.Failed, Size, Size, _broken));
            return true;
        }

        _buffer.ResetWrittenCount();
        var next = Size;
        var accepted = new List<(AppendRequest Request, long First, List<ReadOnlyMemory<byte>> Lines)>(batch.Count);
        foreach (var request in batch)
        {
            var first = next;
            if (TryBuild(request, ref next) is { } lines)
                accepted.Add((request, first, lines));
        }

        // A flush leaves the processor idle: many hashes are made beside it. One alone isn't worth a second thread.
        var tree = _tree.Clone();
        var growing = next - Size > 1 ? Task.Run(() => Grow(tree, accepted)) : null;
        var status = _buffer.WrittenCount == 0 ? AppendStatus.Durable : Write(_records, _buffer.WrittenSpan);
        if (growing is null)
            Grow(tree, accepted);
        else
            growing.GetAwaiter().GetResult();
        full = status == AppendStatus.DiskFull;
        if (full)
            return false;
        if (status == AppendStatus.Durable)
        {
            _tree = tree;
            Volatile.Write(ref _size, tree.Size);
        }

        foreach (var (request, first, lines) in accepted)
        {
            for (var i = 0; i < lines.Count && status == AppendStatus.Durable; i++)
                _onDurable?.Invoke(first + i, lines[i]);
            request.Answer(new AppendResult(status, first, first + lines.Count, _broken));
        }

        return true;
    }

    private static void Grow(CompactRange tree, List<(AppendRequest Request, long First, List<ReadOnlyMemory<byte>> Lines)> accepted)
    {
        foreach (var line in accepted.SelectMany(one => one.Lines))
            tree.Append(MerkleHasher.Leaf(line.Span));
    }

    // A request whose lines can't be made is answered at once and leaves no trace in the buffer, and no gap.
    private List<ReadOnlyMemory<byte>>? TryBuild(AppendRequest request, ref long next)
    {
        var lines = new List<ReadOnlyMemory<byte>>(request.Lines.Count);
        try
        {
            foreach (var factory in request.Lines)
            {
                var sequence = next + lines.Count;
                var line = factory(sequence);
                var failure = RecordPrefix.Check(line.Span, sequence);
                if (failure != RecordFailure.None)
                    throw new RecordException(failure, $"What was to be appended isn't record {sequence} of this log ({failure}).");
                lines.Add(line);
            }
        }
        catch (Exception e)
        {
            // Whatever a caller's factory throws is the caller's; the log goes on.
            request.Answer(new AppendResult(AppendStatus.Refused, next, next, e.Message));
            return null;
        }

        foreach (var line in lines)
        {
            _buffer.Write(line.Span);
            _buffer.Write("\n"u8);
        }

        next += lines.Count;
        return lines;
    }

    private AppendStatus Write(ILogFile file, ReadOnlySpan<byte> bytes)
    {
        var confirmed = file.Length;
        try
        {
            file.Append(bytes);
        }
        catch (IOException e)
        {
            return CutBack(file, confirmed, e);
        }

        try
        {
            file.Flush();
            return AppendStatus.Durable;
        }
        catch (IOException e)
        {
            // After a failed flush nobody knows what the disk holds, and a second flush may lie: no more from this log.
            return Break(e);
        }
    }

    private AppendStatus CutBack(ILogFile file, long confirmed, IOException cause)
    {
        try
        {
            file.CutBackTo(confirmed);
        }
        catch (IOException e)
        {
            return Break(e);
        }

        return DiskFull.Is(cause) ? AppendStatus.DiskFull : Break(cause);
    }

    private AppendStatus Break(Exception cause)
    {
        _broken = $"The evidence log can't be written any more: {cause.Message}";
        return AppendStatus.Failed;
    }
}
