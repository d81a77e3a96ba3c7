namespace Orchestrator.QuickSupport.Pumps;

/// <summary>Knows whether a call into a plugin is under way, and when it no longer is.</summary>
internal sealed class InFlight
{
    private readonly Lock _sync = new();
    private int _count;
    private TaskCompletionSource _idle = Done();

    /// <summary>A call begins.</summary>
    public void Enter()
    {
        lock (_sync)
        {
            if (_count++ == 0)
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>A call ended.</summary>
    public void Leave()
    {
        lock (_sync)
        {
            if (--_count == 0)
                _idle.SetResult();
        }
    }

    /// <summary>Completes when no call is under way.</summary>
    public Task WhenIdle()
    {
        lock (_sync)
            return _idle.Task;
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
