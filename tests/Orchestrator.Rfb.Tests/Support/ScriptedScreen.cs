using System.Collections.Immutable;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

/// <summary>A screen that the test paints; a capture plugin sees it. Waits for changes like a real one, without a clock.</summary>
internal sealed class ScriptedScreen
{
    private readonly Lock sync = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int version = 1;
    private int captureCalls;
    private int opened;

    public ScriptedScreen(Framebuffer picture)
    {
        Picture = picture;
        Layout = LayoutOf(1, picture);
    }

    public Framebuffer Picture { get; private set; }

    public ScreenLayout Layout { get; private set; }

    /// <summary>All calls that could have seen the screen.</summary>
    public int CaptureCalls => Volatile.Read(ref captureCalls);

    /// <summary>Set to note calls that come when none may.</summary>
    public Func<bool> MayLook { get; set; } = () => true;

    /// <summary>True while a capture call waits for a change.</summary>
    public bool IsWaitedOn { get; private set; }

    public int ForbiddenCalls { get; private set; }

    public int Opened => Volatile.Read(ref opened);

    public bool IsUnavailable { get; set; }

    public Exception? Failure { get; set; }

    public (CursorResult Shape, byte[] Bgra)? Cursor { get; set; }

    /// <summary>Runs once, after the next picture was taken and before its capture call returns.</summary>
    public Action? Taken { get; set; }

    public ValueTask<IScreenCapture> OpenAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref opened);
        Note();
        return ValueTask.FromResult<IScreenCapture>(new Capture(this));
    }

    public void Change(Action<Framebuffer> paint)
    {
        lock (sync)
        {
            paint(Picture);
            Announce();
        }
    }

    public void Resize(Framebuffer next)
    {
        lock (sync)
        {
            Picture = next;
            Layout = LayoutOf(Layout.Version + 1, next);
            Announce();
        }
    }

    public void Wake()
    {
        lock (sync)
            Announce();
    }

    private static ScreenLayout LayoutOf(int version, Framebuffer picture) =>
        new(version, picture.Width, picture.Height, [new(1, picture.Area)]);

    private void Note() => ForbiddenCalls += MayLook() ? 0 : 1;

    private void Announce()
    {
        version++;
        var done = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        done.SetResult();
    }

    private sealed class Capture(ScriptedScreen screen) : IScreenCapture
    {
        private int seen;
        private bool isCursorRead;

        public ScreenLayout Layout { get; private set; } = screen.Layout;

        public async ValueTask<CaptureResult> CaptureAsync(
            Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref screen.captureCalls);
            screen.Note();
            Task wait;
            lock (screen.sync)
                wait = screen.version > seen || maxWait == TimeSpan.Zero ? Task.CompletedTask : screen.changed.Task;
            screen.IsWaitedOn = !wait.IsCompleted;
            await wait.WaitAsync(cancellationToken);
            screen.IsWaitedOn = false;
            lock (screen.sync)
            {
                if (screen.Failure is { } failure)
                    throw failure;
                if (screen.IsUnavailable)
                    return new CaptureResult(CaptureStatus.Unavailable, Layout.Version, 0);
                if (Layout.Version != screen.Layout.Version)
                {
                    (Layout, seen) = (screen.Layout, 0);
                    return new CaptureResult(CaptureStatus.LayoutChanged, Layout.Version, 0);
                }

                if (seen == screen.version)
                    return new CaptureResult(CaptureStatus.Unchanged, Layout.Version, 0);
                screen.Picture.Memory.CopyTo(frame);
                seen = screen.version;
                var taken = screen.Taken;
                screen.Taken = null;
                taken?.Invoke();
                return new CaptureResult(CaptureStatus.Changed, Layout.Version, -1);
            }
        }

        public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref screen.captureCalls);
            screen.Note();
            if (screen.Cursor is not { } cursor || isCursorRead)
                return ValueTask.FromResult(default(CursorResult));
            cursor.Bgra.CopyTo(bgra);
            isCursorRead = true;
            return ValueTask.FromResult(cursor.Shape);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
