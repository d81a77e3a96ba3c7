using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Log;

/// <summary>
/// An append-only log of records in a folder: <c>records.jsonl</c>, signed <c>checkpoints</c>, an exclusive lock. An append
/// completes when its records are on the disk; concurrent appends share a flush. Sequence numbers have no gaps. There is no
/// way to change or delete. Callable from any thread.
/// </summary>
public sealed class EvidenceLog : IAsyncDisposable
{
    private readonly EvidenceLogOptions _options;
    private readonly LogFolder _folder;
    private readonly FileStream _lock;
    private readonly LogWriter _writer;
    private readonly LogQueue _queue;
    private readonly Task _loop;
    private readonly ITimer _timer;
    private long _reservations;
    private int _disposed;

    private EvidenceLog(EvidenceLogOptions options, LogFolder folder, FileStream exclusive, LogWriter writer, LogRecovery recovery)
    {
        _options = options;
        _folder = folder;
        _lock = exclusive;
        _writer = writer;
        Recovery = recovery;
        _queue = new LogQueue(options.QueueLength);
        _loop = Task.Run(RunAsync);
        _timer = options.Time.CreateTimer(_ => _queue.TryAdd(new CheckpointRequest()), null, options.CheckpointInterval, options.CheckpointInterval);
    }

    /// <summary>What opening found.</summary>
    public LogRecovery Recovery { get; }

    /// <summary>Origin and verifier key.</summary>
    public NoteKey Key => _options.Signer.Key;

    /// <summary>The folder.</summary>
    public LogFolder Folder => _folder;

    /// <summary>Durable records: the next sequence number.</summary>
    public long Size => _writer.Size;

    /// <summary>The newest durable checkpoint; null before the first.</summary>
    public SignedCheckpoint? LastCheckpoint => _writer.LastCheckpoint;

    /// <summary>Opens or makes a log. Reads all of it: seconds for a million records.</summary>
    /// <exception cref="EvidenceLogException">Tampered with, locked, another key's, full or unwritable. Nothing was changed.</exception>
    public static EvidenceLog Open(EvidenceLogOptions options)
    {
        var folder = new LogFolder(options.Folder);
        FileStream? exclusive = null;
        ILogFile? records = null;
        ILogFile? checkpoints = null;
        try
        {
            Directory.CreateDirectory(folder.Path);
            exclusive = TakeLock(folder);
            var (scan, recovery) = LogOpening.Prepare(folder, options.Signer.Key);
            foreach (var left in Directory.EnumerateFiles(folder.Path, "reserve-*"))
                File.Delete(left);
            records = options.OpenFile(folder.Records);
            checkpoints = options.OpenFile(folder.Checkpoints);
            var writer = new LogWriter(records, checkpoints, options.Signer, scan.Tree, scan.LastCheckpoint, options.OnDurable);
            return new EvidenceLog(options, folder, exclusive, writer, recovery);
        }
        catch (Exception e)
        {
            records?.Dispose();
            checkpoints?.Dispose();
            exclusive?.Dispose();
            if (e is IOException io)
            {
                var failure = DiskFull.Is(io) ? EvidenceLogFailure.DiskFull : EvidenceLogFailure.Unwritable;
                throw new EvidenceLogException(failure, $"The evidence log in {folder.Path} can't be opened: {e.Message} Give the program a folder that it may write to, with room.", e);
            }

            if (e is UnauthorizedAccessException)
                throw new EvidenceLogException(EvidenceLogFailure.Unwritable, $"The evidence log in {folder.Path} can't be opened: this user may not write there. Give the program a folder that it may write to.", e);
            throw;
        }
    }

    /// <summary>Appends finished lines. Each must carry the sequence number of its place.</summary>
    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines, Reservation? closing = null, CancellationToken cancellationToken = default) =>
        AppendAsync(lines.Select(line => (LineFactory)(_ => line)).ToArray(), closing, cancellationToken);

    /// <summary>Appends lines that are made when their sequence numbers are known, all or none.</summary>
    /// <param name="lines">Called in order on the writer's thread; must be quick.</param>
    /// <param name="closing">Room to give back if the disk is full: for the records that end something.</param>
    /// <param name="cancellationToken">Ends the waiting for a place in the queue; what is queued is written.</param>
    public async ValueTask<AppendResult> AppendAsync(IReadOnlyList<LineFactory> lines, Reservation? closing = null, CancellationToken cancellationToken = default)
    {
        var request = new AppendRequest(lines) { Closing = closing };
        return await _queue.AddAsync(request, cancellationToken).ConfigureAwait(false)
            ? await request.Done.ConfigureAwait(false)
            : new AppendResult(AppendStatus.Closed, Size, Size, "The evidence log is closed.");
    }

    /// <summary>Signs what is there. Without new records it returns the last checkpoint.</summary>
    public async ValueTask<CheckpointResult> CheckpointAsync(Reservation? closing = null, CancellationToken cancellationToken = default)
    {
        var request = new CheckpointRequest { Closing = closing };
        return await _queue.AddAsync(request, cancellationToken).ConfigureAwait(false)
            ? await request.Done.Task.ConfigureAwait(false)
            : new CheckpointResult(AppendStatus.Closed, LastCheckpoint, "The evidence log is closed.");
    }

    /// <summary>Keeps room for closing records.</summary>
    /// <returns>Null when the disk has no room: then don't begin what would need closing.</returns>
    public async ValueTask<Reservation?> ReserveAsync(int bytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        var path = _folder.Reserve(Interlocked.Increment(ref _reservations));
        return await Task.Run(
            () =>
            {
                try
                {
                    return Reservation.Take(path, bytes);
                }
                catch (IOException)
                {
                    return null;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is queued, signs it, closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _timer.DisposeAsync().ConfigureAwait(false);
        _queue.Close();
        await _loop.ConfigureAwait(false);
        _writer.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private static FileStream TakeLock(LogFolder folder)
    {
        try
        {
            return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (!DiskFull.Is(e))
        {
            throw new EvidenceLogException(EvidenceLogFailure.Locked, $"The evidence log in {folder.Path} is in use by another process. Close that one first.", e);
        }
    }

    private async Task RunAsync()
    {
        await _queue.ServeAsync(Serve).ConfigureAwait(false);
        Serve(batch: [], new CheckpointRequest());
    }

    private void Serve(IReadOnlyList<AppendRequest> batch, CheckpointRequest? checkpoint)
    {
        try
        {
            if (batch.Count > 0)
                _writer.Append(batch);
            if (checkpoint is not null)
                Checkpoint(checkpoint);
        }
        catch (Exception e)
        {
            // A fault nobody foresaw: no caller may wait for ever, and nothing more may count as recorded.
            _writer.BreakBy(e);
            foreach (var request in batch)
                request.Answer(new AppendResult(AppendStatus.Failed, Size, Size, $"The evidence log failed: {e.Message}"));
            checkpoint?.Done.TrySetResult(new CheckpointResult(AppendStatus.Failed, LastCheckpoint, $"The evidence log failed: {e.Message}"));
        }
    }

    private void Checkpoint(CheckpointRequest request)
    {
        var before = _writer.LastCheckpoint;
        var result = _writer.Checkpoint(request.Closing);
        request.Done.TrySetResult(result);
        if (result.Checkpoint is { } signed && !ReferenceEquals(signed, before))
            _options.OnCheckpoint?.Invoke(signed);
    }
}
