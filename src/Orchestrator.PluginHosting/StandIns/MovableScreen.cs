using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// An opened screen that moves between generations. To its user a move is a new layout: another picture has to be written from nothing. Versions of
/// layouts keep growing over all generations.
/// </summary>
internal sealed class MovableScreen(Movable<IScreenCapture> screen) : IScreenCapture
{
    private int followed;
    private int told;
    private int shift;
    private int highest;

    /// <inheritdoc />
    public ScreenLayout Layout => screen.Use(this, static (current, self) => self.Read(current));

    /// <inheritdoc />
    public ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken) =>
        screen.UseAsync(
            (self: this, frame, stride, damage, maxWait, cancellationToken),
            static (current, given) => given.self.CaptureAsync(current, given.frame, given.stride, given.damage, given.maxWait, given.cancellationToken),
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) =>
        screen.UseAsync((bgra, cancellationToken), static (current, given) => current.ReadCursorAsync(given.bgra, given.cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => screen.DisposeAsync();

    // The shape of the frame may be another one, so it isn't touched: also when the layout was asked for since the move, for whoever captures may not know.
    private async ValueTask<CaptureResult> CaptureAsync(
        IScreenCapture current, Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        if (told != screen.Moves)
        {
            var layout = Read(current);
            told = screen.Moves;
            return new CaptureResult(CaptureStatus.LayoutChanged, layout.Version, 0);
        }

        var result = await current.CaptureAsync(frame, stride, damage, maxWait, cancellationToken).ConfigureAwait(false);
        return result with { LayoutVersion = Shifted(result.LayoutVersion) };
    }

    private ScreenLayout Read(IScreenCapture current)
    {
        var now = current.Layout;
        if (followed != screen.Moves)
        {
            followed = screen.Moves;
            shift = highest + 1 - now.Version;
        }

        return now with { Version = Shifted(now.Version) };
    }

    private int Shifted(int version)
    {
        var shifted = version + shift;
        highest = Math.Max(highest, shifted);
        return shifted;
    }
}
