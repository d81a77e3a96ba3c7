namespace Orchestrator.PluginHosting;

/// <summary>Tells running channels to move. Take <see cref="Next"/> before the lease: a ring after that is never missed.</summary>
public sealed class MoveBell
{
    private TaskCompletionSource next = New();

    /// <summary>Completes at the next ring.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    internal void Ring() => Interlocked.Exchange(ref next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
