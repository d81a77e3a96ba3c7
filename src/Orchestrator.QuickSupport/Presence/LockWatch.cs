using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Presence;

/// <summary>
/// Watches whether this computer's session is locked, as far as the capture plugin can tell: locked means that nobody is there. What nobody can tell counts as
/// not locked; the time without local input still counts. A watch that fails is told once and opened again, for the plugin behind it is started again, too.
/// </summary>
internal sealed class LockWatch : IAsyncDisposable
{
    /// <summary>First wait before a failed watch is opened again; it doubles.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    // The system wakes the watch by itself; this bounds how long a move to another generation of the plugin has to wait.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly ISessionLockSource _source;
    private readonly Action<bool> _told;
    private readonly Action<string> _failed;
    private readonly TimeProvider _time;
    private readonly Task _run;
    private bool _isLocked;

    private LockWatch(ISessionLockSource source, Action<bool> told, Action<string> failed, TimeProvider time)
    {
        (_source, _told, _failed, _time) = (source, told, failed, time);
        _run = RunAsync();
    }

    /// <summary>Starts; null where there is nobody to ask.</summary>
    /// <param name="capture">The plugin; null where there is none.</param>
    /// <param name="told">Takes true when the session got locked, false when it isn't any more.</param>
    /// <param name="failed">Takes why nothing is watched for now.</param>
    /// <param name="time">The only clock.</param>
    public static LockWatch? Start(ICapture? capture, Action<bool> told, Action<string> failed, TimeProvider time) =>
        capture is ISessionLockSource source ? new LockWatch(source, told, failed, time) : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            for (var wait = TimeSpan.Zero; ;)
            {
                var begin = _time.GetTimestamp();
                try
                {
                    await WatchAsync().ConfigureAwait(false);
                    return;
                }
                catch (PluginFaultException e)
                {
                    var isNew = wait == TimeSpan.Zero || _time.GetElapsedTime(begin) >= LongestRetry;
                    wait = isNew ? FirstRetry : wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
                    if (isNew)
                        _failed(e.Message);
                    Tell(false);
                }

                await Task.Delay(wait, _time, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Returns when there is nothing that tells.</summary>
    private async Task WatchAsync()
    {
        await using var watch = await _source.OpenSessionLockAsync(_stop.Token).ConfigureAwait(false);
        for (var known = SessionLockState.Unknown; watch is not null;)
        {
            known = await watch.WaitAsync(known, LongestWait, _stop.Token).ConfigureAwait(false);
            Tell(known == SessionLockState.Locked);
        }
    }

    private void Tell(bool isLocked)
    {
        if (_isLocked == isLocked)
            return;
        _isLocked = isLocked;
        _told(isLocked);
    }
}
