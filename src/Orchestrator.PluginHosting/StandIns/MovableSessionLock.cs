using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A watch of the session's lock that moves between generations, between two waits.</summary>
internal sealed class MovableSessionLock(Movable<ISessionLock> watch) : ISessionLock
{
    /// <inheritdoc />
    public ValueTask<SessionLockState> WaitAsync(SessionLockState known, TimeSpan maxWait, CancellationToken cancellationToken) =>
        watch.UseAsync((known, maxWait, cancellationToken), static (current, given) => current.WaitAsync(given.known, given.maxWait, given.cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => watch.DisposeAsync();
}
