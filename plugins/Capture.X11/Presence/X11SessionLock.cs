using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Presence;

/// <summary>
/// The X server's screen saver: while it is active, nobody is there. Lockers that use it (xscreensaver, light-locker, xss-lock, xfce4-screensaver) are seen;
/// a locker that only draws over the screen isn't. Events wake it, so an idle watch costs nothing.
/// </summary>
internal sealed class X11SessionLock : ISessionLock
{
    private readonly XLink link;
    private readonly TimeProvider time;
    private readonly byte notifyEvent;
    private readonly AsyncSignal changed = new();
    private readonly XEventThread events;
    private volatile SessionLockState state;

    private X11SessionLock(XLink link, byte notifyEvent, SessionLockState state, TimeProvider time)
    {
        this.link = link;
        this.time = time;
        this.notifyEvent = notifyEvent;
        this.state = state;
        events = new XEventThread(link, "x11-session-lock", Take, Die);
    }

    /// <summary>Starts to watch; null where the server has no screen saver to ask. Takes the link over.</summary>
    public static X11SessionLock? Open(XLink link, TimeProvider time)
    {
        if (link.FindExtension(XcbScreenSaver.Extension) is { } extension)
        {
            // Events first, then the state of now: no change is lost between them.
            XcbScreenSaver.SelectInput(link.Connection, extension.MajorOpcode, link.Root);
            using var info = link.Wait(XcbScreenSaver.QueryInfo(link.Connection, extension.MajorOpcode, link.Root));
            if (!info.IsNone)
                return new X11SessionLock(link, (byte)(extension.FirstEvent + XcbScreenSaver.Notify), StateOf(info.Bytes[1]), time);
        }

        link.Dispose();
        return null;
    }

    /// <inheritdoc />
    public async ValueTask<SessionLockState> WaitAsync(SessionLockState known, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        for (var left = maxWait; state == known && left > TimeSpan.Zero; left = maxWait - time.GetElapsedTime(since))
            await changed.WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
        return state;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        events.Dispose();
        link.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A server without a running saver can't tell.</summary>
    private static SessionLockState StateOf(byte saver) => saver switch
    {
        XcbScreenSaver.Off => SessionLockState.Unlocked,
        XcbScreenSaver.On or XcbScreenSaver.Cycle => SessionLockState.Locked,
        _ => SessionLockState.Unknown,
    };

    private void Take(ReadOnlySpan<byte> content)
    {
        if (EventCode.Of(content) != notifyEvent)
            return;
        state = StateOf(content[1]);
        changed.Set();
    }

    private void Die()
    {
        state = SessionLockState.Unknown;
        changed.Set();
    }
}
