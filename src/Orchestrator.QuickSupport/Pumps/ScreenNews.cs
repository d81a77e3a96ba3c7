using Orchestrator.Domain;
using Orchestrator.QuickSupport.Face;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>
/// What becomes of a screen that goes and comes: the operator reads it at once, the session records that it went. Its channel only pauses: it goes on
/// with a whole picture when the display is back.
/// </summary>
/// <param name="face">The operator's.</param>
/// <param name="record">Takes the loss into the session's log.</param>
/// <param name="time">The only clock.</param>
internal sealed class ScreenNews(IQuickSupportFace face, Action<HostCommands.FailPart> record, TimeProvider time)
{
    /// <summary>A display that flickers doesn't fill the log: one loss in this time is recorded.</summary>
    public static readonly TimeSpan RecordEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _sync = new();
    private bool _isGone;
    private long? _recordedAt;

    /// <summary>The screen can be seen, or no longer.</summary>
    public void Changed(ScreenStatus status)
    {
        lock (_sync)
        {
            if (status == ScreenStatus.Available)
            {
                if (_isGone)
                    face.Remark("The technician can see this screen again.");
                _isGone = false;
                return;
            }

            _isGone = true;
            face.Remark(status == ScreenStatus.Unavailable
                ? "The technician can't see this screen any more: its display is locked, or has ended. The session goes on, chat and files work. Unlock or restart the display, or press e to end."
                : "The technician can't see this screen any more: taking its picture failed, and is tried again. The session goes on, chat and files work. If it stays so, press e to end, and start again.");
            if (_recordedAt is { } last && time.GetElapsedTime(last) < RecordEvery)
                return;
            _recordedAt = time.GetTimestamp();
            record(new HostCommands.FailPart("screen", status == ScreenStatus.Unavailable ? "the display is locked or gone; no picture goes out until it is back" : "taking the picture failed; it is tried again"));
        }
    }
}
