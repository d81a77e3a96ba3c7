using System.Threading.Channels;
using Orchestrator.Broker.Settings;

namespace Orchestrator.Broker.Sinks;

/// <summary>One sink, over all its generations: what it has confirmed, whether that counts, who waits for it, and the bell that wakes its feed.</summary>
/// <param name="setting">What it was listed or added with.</param>
/// <param name="isNew">True for a sink that is added while the broker serves: though required, it counts only from the moment at which it has everything.</param>
internal sealed class SinkProgress(AuditSinkSetting setting, bool isNew = false)
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private Task _lastFeed = Task.CompletedTask;
    private TaskCompletionSource _moved = New();
    private bool _isRequired = setting.IsRequired;
    private bool _confirmsDurability = true;
    private bool _counts = setting.IsRequired && !isNew;
    private long _next;

    /// <summary>What the settings say of it.</summary>
    public AuditSinkSetting Setting => setting;

    /// <summary>True from its first activation on: what becomes of it then is for commands and restarts to decide.</summary>
    public bool WasActivated { get; set; }

    /// <summary>Whether it is meant to be waited for.</summary>
    public bool IsRequired
    {
        get
        {
            lock (_lock)
            {
                return _isRequired;
            }
        }
    }

    /// <summary>Whether it is waited for.</summary>
    public bool Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>Whether what the sink that runs confirms is durable; true until one has said otherwise.</summary>
    public bool ConfirmsDurability
    {
        get
        {
            lock (_lock)
            {
                return _confirmsDurability;
            }
        }

        set
        {
            lock (_lock)
            {
                _confirmsDurability = value;
            }
        }
    }

    /// <summary>Makes it required; it counts when it has everything the next time. There is no way back while the broker serves.</summary>
    /// <returns>False: it can't be, because it doesn't confirm durability; nothing changed.</returns>
    public bool Require()
    {
        lock (_lock)
        {
            if (!_confirmsDurability)
            {
                return false;
            }

            _isRequired = true;
        }

        Wake();
        return true;
    }

    /// <summary>It has everything that there is.</summary>
    public void HasEverything()
    {
        lock (_lock)
        {
            _counts = _isRequired;
        }
    }

    /// <summary>The right to feed it: its last feed has ended when the next one begins. Given back by disposing the result.</summary>
    public async Task<IDisposable> TurnAsync(CancellationToken cancellationToken)
    {
        var mine = New();
        Task before;
        lock (_lock)
        {
            (before, _lastFeed) = (_lastFeed, mine.Task);
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            return new Turn(mine);
        }
        catch
        {
            _ = before.ContinueWith(_ => mine.SetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

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

    private sealed class Turn(TaskCompletionSource end) : IDisposable
    {
        public void Dispose() => end.TrySetResult();
    }
}
