using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Presence;

/// <summary>
/// Watches whether this computer's session is locked, as far as the capture plugin can tell: locked means that nobody is there. What nobody can tell counts as
/// not locked; the time without local input still counts.
/// </summary>
internal sealed class LockWatch : IAsyncDisposable
{
    // The plugin wakes by itself; this only bounds one call.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    private LockWatch(ISessionLockSource source, Action<bool> told, Action<string> failed) => _run = RunAsync(source, told, failed);

    /// <summary>Starts; null where there is nobody to ask.</summary>
    /// <param name="capture">The plugin; null where there is none.</param>
    /// <param name="told">Takes true when the session got locked, false when it isn't any more.</param>
    /// <param name="failed">Takes why nothing is watched any more.</param>
    public static LockWatch? Start(ICapture? capture, Action<bool> told, Action<string> failed) =>
        capture is ISessionLockSource source ? new LockWatch(source, told, failed) : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(ISessionLockSource source, Action<bool> told, Action<string> failed)
    {
        var isLocked = false;
        try
        {
            await using var watch = await source.OpenSessionLockAsync(_stop.Token).ConfigureAwait(false);
            for (var known = SessionLockState.Unknown; watch is not null;)
            {
                known = await watch.WaitAsync(known, LongestWait, _stop.Token).ConfigureAwait(false);
                if (isLocked != (known == SessionLockState.Locked))
                {
                    isLocked = !isLocked;
                    told(isLocked);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (PluginFaultException e)
        {
            failed(e.Message);
            if (isLocked)
                told(false);
        }
    }
}
