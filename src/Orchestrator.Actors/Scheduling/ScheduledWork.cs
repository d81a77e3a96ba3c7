using Akka.Actor;
using Akka.Event;

namespace Orchestrator.Actors.Scheduling;

/// <summary>One thing that becomes due, once or again and again, until it is cancelled.</summary>
internal sealed class ScheduledWork(Action action, bool isOnce, ICancelable? cancelable, ILoggingAdapter log, Action<ScheduledWork> gone) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenRegistration _cancellation;
    private ITimer? _timer;
    private bool _isOver;

    /// <summary>Starts to wait; at once due where the delay is zero.</summary>
    public void Start(TimeProvider time, TimeSpan delay, TimeSpan interval)
    {
        // Outside the lock: a token that is cancelled already calls back at once.
        var cancellation = cancelable?.Token.UnsafeRegister(static work => ((ScheduledWork)work!).Dispose(), this) ?? default;
        lock (_lock)
        {
            if (!_isOver)
            {
                _cancellation = cancellation;
                _timer = time.CreateTimer(static work => ((ScheduledWork)work!).Due(), this, delay, interval);
                return;
            }
        }

        cancellation.Unregister();
    }

    /// <summary>It isn't waited for any more. What runs at this moment runs to its end.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            _timer?.Dispose();
        }

        _cancellation.Unregister();
        gone(this);
    }

    private void Due()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }
        }

        if (isOnce)
        {
            Dispose();
        }

        try
        {
            action();
        }
        catch (Exception failure)
        {
            // As Akka's own does: one thing's failure isn't that of the others.
            log.Error(failure, "Something that was scheduled failed.");
        }
    }
}
