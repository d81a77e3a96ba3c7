namespace Orchestrator.Plugins.Capture.X11.Connection;

/// <summary>A signal for one waiter: set any number of times, it ends one wait.</summary>
internal sealed class AsyncSignal
{
    private readonly Lock gate = new();
    private TaskCompletionSource? waiter;
    private bool isSet;

    /// <summary>Ends the wait that runs, or the next one.</summary>
    public void Set()
    {
        TaskCompletionSource? woken;
        lock (gate)
        {
            isSet = true;
            woken = waiter;
        }

        woken?.TrySetResult();
    }

    /// <summary>Waits for <see cref="Set"/>, at most <paramref name="maxWait"/>; returns either way, throws only for the token.</summary>
    public async ValueTask WaitAsync(TimeSpan maxWait, TimeProvider time, CancellationToken cancellationToken)
    {
        TaskCompletionSource woken;
        lock (gate)
        {
            if (isSet)
            {
                isSet = false;
                return;
            }

            waiter = woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(woken.Task, Task.Delay(maxWait, time, done.Token)).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        lock (gate)
        {
            waiter = null;
            isSet = false;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
