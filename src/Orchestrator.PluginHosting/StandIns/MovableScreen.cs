using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// An opened screen that moves between generations. To its user a move is a new layout: another picture has to be written from nothing. Versions of
/// layouts keep growing over all generations.
/// </summary>
internal sealed class MovableScreen(Movable<IScreenCapture> screen, string channel) : IScreenCapture
{
    private int moves;
    private int shift;
    private ScreenLayout? layout;

    /// <inheritdoc />
    public ScreenLayout Layout => screen.Use(Read);

    /// <inheritdoc />
    public ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken) =>
        screen.UseAsync(
            async current =>
            {
                if (moves != screen.Moves)
                    return new CaptureResult(CaptureStatus.LayoutChanged, Read(current).Version, 0);
                var result = await current.CaptureAsync(frame, stride, damage, maxWait, cancellationToken).ConfigureAwait(false);
                PluginMetrics.Served(screen.Generation, channel);
                return result with { LayoutVersion = result.LayoutVersion + shift };
            },
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) =>
        screen.UseAsync(current => current.ReadCursorAsync(bgra, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => screen.DisposeAsync();

    private ScreenLayout Read(IScreenCapture current)
    {
        var now = current.Layout;
        if (moves != screen.Moves)
        {
            moves = screen.Moves;
            shift = (layout?.Version ?? 0) + 1 - now.Version;
        }

        return layout = now with { Version = now.Version + shift };
    }
}
