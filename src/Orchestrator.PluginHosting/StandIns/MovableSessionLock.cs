using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A watch of the session's lock that moves between generations, between two waits.</summary>
internal sealed class MovableSessionLock(Movable<ISessionLock> watch, string channel) : ISessionLock
{
    /// <inheritdoc />
    public async ValueTask<SessionLockState> WaitAsync(SessionLockState known, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var state = await watch.UseAsync(current => current.WaitAsync(known, maxWait, cancellationToken), cancellationToken).ConfigureAwait(false);
        PluginMetrics.Served(watch.Generation, channel);
        return state;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => watch.DisposeAsync();
}
