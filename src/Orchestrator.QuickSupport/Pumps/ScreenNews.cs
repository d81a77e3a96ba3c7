using Orchestrator.PluginHosting;
using Orchestrator.QuickSupport.Face;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>
/// What becomes of a screen that goes and comes: the operator reads at once that it went and why, and that it is back when it has stayed for a moment; the
/// session records that it went. Its channel only pauses: it goes on with a whole picture.
/// </summary>
/// <param name="face">The operator's.</param>
/// <param name="record">Takes why it went into the session's log, from which the technician is told.</param>
/// <param name="time">The only clock.</param>
internal sealed class ScreenNews(IQuickSupportFace face, Action<string> record, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A display that flickers doesn't fill the log: one loss in this time is recorded.</summary>
    public static readonly TimeSpan RecordEvery = TimeSpan.FromSeconds(10);

    /// <summary>A screen that comes and goes again within this isn't back: nobody could read so fast.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromSeconds(2);

    private readonly Lock _sync = new();
    private bool _isGone;
    private ITimer? _back;
    private long? _recordedAt;

    /// <summary>The screen can be seen, or no longer.</summary>
    /// <param name="status">Which.</param>
    /// <param name="fault">What the plugin did wrong, where that is why.</param>
    public void Changed(ScreenStatus status, PluginFault? fault = null)
    {
        lock (_sync)
        {
            _back?.Dispose();
            _back = null;
            if (status == ScreenStatus.Available)
            {
                if (_isGone)
                    _back = time.CreateTimer(_ => TellBack(), null, Back, Timeout.InfiniteTimeSpan);
                return;
            }

            if (!_isGone)
                face.Remark(LossWords.ForOperator(status, fault));
            _isGone = true;
            if (_recordedAt is { } last && time.GetElapsedTime(last) < RecordEvery)
                return;
            _recordedAt = time.GetTimestamp();
            record(LossWords.ForRecord(status, fault));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_sync)
            _back?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void TellBack()
    {
        lock (_sync)
        {
            // It may have gone again while this call waited.
            if (_back is null)
                return;
            _back.Dispose();
            (_back, _isGone) = (null, false);
            face.Remark("The technician can see this screen again.");
        }
    }
}
