using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.ImageFolder.Pictures;
using Monitor = Orchestrator.Abstractions.Monitor;

namespace Orchestrator.Plugins.Capture.ImageFolder;

/// <summary>One view of the show. A picture of another size is another layout.</summary>
internal sealed class FolderScreen : IScreenCapture
{
    private readonly SlideShow _show;
    private Picture _picture;
    private long _turn;
    private bool _isWritten;
    private bool _cursorRead;
    private volatile bool _isDisposed;

    /// <summary>Opens it at the picture that is due.</summary>
    public FolderScreen(SlideShow show)
    {
        _show = show;
        _turn = show.Turn;
        _picture = show.At(_turn);
        Layout = LayoutOf(1, _picture);
    }

    /// <inheritdoc />
    public ScreenLayout Layout { get; private set; }

    /// <inheritdoc />
    public async ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isWritten && !_isDisposed && _show.Turn == _turn)
            await _show.WaitAsync(_turn, maxWait, cancellationToken).ConfigureAwait(false);
        if (_isDisposed)
            return Result(CaptureStatus.Unavailable);
        try
        {
            if (_show.Turn != _turn && Take(_show.Turn))
                return Result(CaptureStatus.LayoutChanged);
        }
        catch (FormatException)
        {
            // Somebody took the file away: dark until the next one.
            return Result(CaptureStatus.Unavailable);
        }

        return _isWritten ? Result(CaptureStatus.Unchanged) : Write(frame.Span, stride, damage.Span);
    }

    /// <summary>There is no pointer: said once, and unchanged from then on.</summary>
    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isNew = !_cursorRead && !_isDisposed;
        _cursorRead = true;
        return ValueTask.FromResult(new CursorResult(isNew, 0, 0, 0, 0));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes the picture of a turn; true when its size is new.</summary>
    private bool Take(long turn)
    {
        _picture = _show.At(turn);
        _turn = turn;
        _isWritten = false;
        if ((_picture.Width, _picture.Height) == (Layout.Width, Layout.Height))
            return false;
        Layout = LayoutOf(Layout.Version + 1, _picture);
        return true;
    }

    private CaptureResult Write(Span<byte> frame, int stride, Span<PixelRect> damage)
    {
        if (stride < _picture.Width * 4 || frame.Length < (long)stride * _picture.Height)
            throw new ArgumentException($"A frame of {frame.Length} bytes with {stride} a row can't hold {_picture.Width}×{_picture.Height} pixels.", nameof(frame));
        _picture.CopyTo(frame, stride);
        _isWritten = true;
        if (damage.IsEmpty)
            return Result(CaptureStatus.Changed, -1);
        damage[0] = Layout.Monitors[0].Area;
        return Result(CaptureStatus.Changed, 1);
    }

    private CaptureResult Result(CaptureStatus status, int damageCount = 0) => new(status, Layout.Version, damageCount);

    private static ScreenLayout LayoutOf(int version, Picture picture) =>
        new(version, picture.Width, picture.Height, [new Monitor(1, new PixelRect(0, 0, picture.Width, picture.Height))]);
}
