using Orchestrator.Links.Multiplexing;

namespace Orchestrator.Links.Channels;

/// <summary>
/// Bounds what one end keeps for the other: 4 MiB that aren't acknowledged yet, of which bulk leaves a part to control and input, so that those never
/// wait behind it.
/// </summary>
internal sealed class SendWindow
{
    /// <summary>Bytes that may be unacknowledged.</summary>
    public const long Limit = 4L << 20;

    /// <summary>Bytes that screen and files may fill.</summary>
    public const long BulkLimit = Limit - (512 << 10);

    private readonly Lock _gate = new();
    private long _bytes;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Bytes that aren't acknowledged.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>True when nothing more may be sealed at all: the other end acknowledges nothing.</summary>
    public bool IsFull => Bytes >= Limit;

    /// <summary>Counts a sealed record.</summary>
    public void Add(int bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Counts an acknowledged one, or one whose channel was cut.</summary>
    public void Remove(int bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        TaskCompletionSource signal;
        lock (_gate)
        {
            signal = _changed;
            _changed = NewSignal();
        }

        signal.TrySetResult();
    }

    /// <summary>Waits until a record of this priority may be sealed.</summary>
    public async ValueTask WhenRoomAsync(RecordPriority priority, CancellationToken cancellationToken)
    {
        var limit = priority is RecordPriority.Input or RecordPriority.Control ? Limit : BulkLimit;
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            if (Bytes < limit)
                return;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
