using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>The view of the board: copies the whole picture at each change, and lets the host find what differs.</summary>
internal sealed class BoardScreen(Board board) : IScreenCapture
{
    private long _seen = -1;
    private bool _isPointerTold;
    private volatile bool _isClosed;

    public ScreenLayout Layout { get; } = new(1, board.Width, board.Height, [new Orchestrator.Abstractions.Monitor(1, new PixelRect(0, 0, board.Width, board.Height))]);

    public async ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        if (stride < Layout.Width * 4 || frame.Length < stride * Layout.Height)
            throw new ArgumentException("The frame is too small for the board.");
        cancellationToken.ThrowIfCancellationRequested();
        var changed = board.Changed;
        if (board.Version == _seen && maxWait > TimeSpan.Zero)
            await Task.WhenAny(changed, Task.Delay(maxWait, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (_isClosed)
            return new CaptureResult(CaptureStatus.Unavailable, Layout.Version, 0);
        if (board.Version == _seen)
            return new CaptureResult(CaptureStatus.Unchanged, Layout.Version, 0);
        var isFirst = _seen < 0 && damage.Length > 0;
        _seen = board.CopyTo(frame.Span, stride);
        if (isFirst)
            damage.Span[0] = new PixelRect(0, 0, Layout.Width, Layout.Height);
        return new CaptureResult(CaptureStatus.Changed, Layout.Version, isFirst ? 1 : -1);
    }

    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The board draws no pointer: hidden, told once.
        var isFirst = !_isClosed && !_isPointerTold;
        _isPointerTold = true;
        return ValueTask.FromResult(new CursorResult(isFirst, 0, 0, 0, 0));
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return ValueTask.CompletedTask;
    }
}
