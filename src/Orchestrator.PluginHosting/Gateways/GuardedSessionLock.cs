using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>An opened watch of the session's lock behind its gateway.</summary>
internal sealed class GuardedSessionLock(ISessionLock watch, PluginGateway gateway) : ISessionLock
{
    private ISessionLock? watch = watch;

    private ISessionLock Watch => watch ?? throw gateway.Closed(nameof(ISessionLock));

    /// <inheritdoc />
    public ValueTask<SessionLockState> WaitAsync(SessionLockState known, TimeSpan maxWait, CancellationToken cancellationToken) =>
        gateway.CallAsync(
            nameof(WaitAsync),
            maxWait + PluginBudgets.Capture,
            token => Watch.WaitAsync(known, maxWait, token),
            cancellationToken,
            state => Enum.IsDefined(state) ? null : "a state that doesn't exist");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref watch, null) is { } last)
            await gateway.DisposeAsync(last).ConfigureAwait(false);
    }
}
