namespace Orchestrator.Benchmarks.Handshakes;

/// <summary>A clock whose timers wait until they are let go, so that ten thousand of ten seconds can be there at once on a slow machine.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Held> _held = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var held = new Held(callback, state);
        lock (_lock)
        {
            _held.Add(held);
        }

        return held;
    }

    /// <summary>All of them are due.</summary>
    public void LetGo()
    {
        Held[] due;
        lock (_lock)
        {
            due = [.. _held];
            _held.Clear();
        }

        foreach (var one in due)
        {
            one.Fire();
        }
    }

    private sealed class Held(TimerCallback callback, object? state) : ITimer
    {
        private int _isOver;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isOver = 1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
