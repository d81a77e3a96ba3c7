using System.Threading.Channels;
using Orchestrator.Broker.Settings;

namespace Orchestrator.Broker.Sinks;

/// <summary>One sink, over all its generations: what it has confirmed, who waits for it, and the bell that wakes its feed.</summary>
internal sealed class SinkProgress(AuditSinkSetting setting)
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = New();
    private long _next;

    /// <summary>What the settings say of it.</summary>
    public AuditSinkSetting Setting => setting;

    /// <summary>There may be more to deliver.</summary>
    public void Wake() => _bell.Writer.TryWrite(true);

    /// <summary>Waits for <see cref="Wake"/>.</summary>
    public ValueTask<bool> WokenAsync(CancellationToken cancellationToken) => _bell.Reader.ReadAsync(cancellationToken);

    /// <summary>The sink has every record below <paramref name="next"/>.</summary>
    public void Confirm(long next)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            _next = next;
            moved = _moved;
            _moved = New();
        }

        moved.TrySetResult();
    }

    /// <summary>Completes when the sink has every record below a sequence number.</summary>
    public async Task ReachedAsync(long next)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_next >= next)
                {
                    return;
                }

                moved = _moved.Task;
            }

            await moved;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
