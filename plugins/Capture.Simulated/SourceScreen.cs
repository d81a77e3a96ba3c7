using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>The view of a frame source: copies the whole picture at each change and lets the host find what differs.</summary>
internal sealed class SourceScreen(IFrameSource source, PointerTrace pointer, bool drawCursor) : IScreenCapture
{
    /// <summary>A drawn pointer moves without the source knowing, so the wait looks up this often.</summary>
    private static readonly TimeSpan PointerLook = TimeSpan.FromMilliseconds(50);

    private long seen = -1;
    private (int X, int Y) drawnAt;
    private bool cursorRead;
    private volatile bool disposed;

    public ScreenLayout Layout { get; private set; } = source.Layout;

    public async ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (disposed)
            return Result(CaptureStatus.Unavailable);
        if (!HasChanged() && maxWait > TimeSpan.Zero)
            await source.WaitForChangeAsync(seen, drawCursor && maxWait > PointerLook ? PointerLook : maxWait, cancellationToken).ConfigureAwait(false);
        if (disposed)
            return Result(CaptureStatus.Unavailable);
        return HasChanged() ? Copy(frame, stride, damage) : Result(CaptureStatus.Unchanged);
    }

    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (disposed || cursorRead || drawCursor || bgra.Length < Arrow.Bgra.Length)
            return ValueTask.FromResult(default(CursorResult));
        Arrow.Bgra.CopyTo(bgra.Span);
        cursorRead = true;
        return ValueTask.FromResult(new CursorResult(true, Arrow.Width, Arrow.Height, 0, 0));
    }

    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }

    private bool HasChanged() => source.Version > seen || LayoutIsNew() || (drawCursor && pointer.Position != drawnAt);

    private bool LayoutIsNew() => source.Layout.Version != Layout.Version;

    private CaptureResult Copy(Memory<byte> frame, int stride, Memory<PixelRect> damage)
    {
        if (LayoutIsNew())
            return TakeLayout();
        FrameRoom.Check(frame.Length, stride, Layout);
        var version = source.CopyTo(frame, stride);
        if (version < 0 || LayoutIsNew())
            return TakeLayout();
        var whole = seen < 0 && damage.Length > 0;
        seen = version;
        if (drawCursor)
        {
            drawnAt = pointer.Position;
            Arrow.Draw(frame.Span, stride, Layout, drawnAt.X, drawnAt.Y);
        }

        if (whole)
            damage.Span[0] = new PixelRect(0, 0, Layout.Width, Layout.Height);
        return Result(CaptureStatus.Changed, whole ? 1 : -1);
    }

    private CaptureResult TakeLayout()
    {
        Layout = source.Layout;
        seen = -1;
        return Result(CaptureStatus.LayoutChanged);
    }

    private CaptureResult Result(CaptureStatus status, int damageCount = 0) => new(status, Layout.Version, damageCount);
}
