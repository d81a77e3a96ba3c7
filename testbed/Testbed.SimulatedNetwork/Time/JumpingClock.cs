namespace Orchestrator.Testbed.SimulatedNetwork.Time;

/// <summary>
/// A clock that goes like the real one, and can be put forward to the next moment that somebody waits for. Timers become due in order: nothing is skipped,
/// waiting is only made short.
/// </summary>
internal sealed class JumpingClock(TimeProvider real) : TimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Timer, long> _due = new();
    private ITimer? _alarm;
    private long _ahead;

    /// <inheritdoc/>
    public override long TimestampFrequency => real.TimestampFrequency;

    /// <summary>How far it is ahead of the real clock.</summary>
    public TimeSpan Ahead => TimeSpan.FromSeconds((double)Volatile.Read(ref _ahead) / TimestampFrequency);

    /// <inheritdoc/>
    public override long GetTimestamp() => real.GetTimestamp() + Volatile.Read(ref _ahead);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next timer that is due within a span; false when there is none.</summary>
    public bool Jump(TimeSpan within)
    {
        lock (_gate)
        {
            if (!Peek(out var due))
                return false;
            var span = due - GetTimestamp();
            if (span > within.TotalSeconds * TimestampFrequency)
                return false;
            if (span > 0)
                _ahead += span;
        }

        Ring();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _due.Clear();
            _alarm?.Dispose();
            _alarm = null;
        }
    }

    private void Ring()
    {
        while (true)
        {
            Timer? ringing = null;
            lock (_gate)
            {
                if (Peek(out var due) && due <= GetTimestamp())
                {
                    ringing = _due.Dequeue();
                    ringing.Rang(due);
                }
                else
                {
                    SetAlarm();
                }
            }

            if (ringing is null)
                return;
            ringing.Call();
        }
    }

    /// <summary>The next timer that still wants to be; what was changed or stopped meanwhile is dropped.</summary>
    private bool Peek(out long due)
    {
        while (_due.TryPeek(out var timer, out due))
        {
            if (timer.Due == due)
                return true;
            _due.Dequeue();
        }

        return false;
    }

    private void SetAlarm()
    {
        if (!Peek(out var due))
            return;
        var wait = Math.Max(0, due - GetTimestamp());
        var span = TimeSpan.FromMilliseconds(Math.Min(int.MaxValue - 1, Math.Ceiling(wait * 1000.0 / TimestampFrequency)));
        if (_alarm is null)
            _alarm = real.CreateTimer(_ => Ring(), null, span, Timeout.InfiniteTimeSpan);
        else
            _alarm.Change(span, Timeout.InfiniteTimeSpan);
    }

    private sealed class Timer(JumpingClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>Timestamp of the next call; null: none.</summary>
        public long? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                Due = dueTime < TimeSpan.Zero ? null : clock.GetTimestamp() + Ticks(dueTime);
                Enqueue();
            }

            return true;
        }

        /// <summary>It is called now; a periodic one comes again.</summary>
        public void Rang(long due)
        {
            Due = _period > TimeSpan.Zero ? due + Ticks(_period) : null;
            Enqueue();
        }

        public void Call() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
                Due = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enqueue()
        {
            if (Due is not { } due)
                return;
            clock._due.Enqueue(this, due);
            clock.SetAlarm();
        }

        private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
    }
}
