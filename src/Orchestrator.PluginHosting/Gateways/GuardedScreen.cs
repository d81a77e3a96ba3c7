using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// An opened screen behind its gateway; rectangles outside the screen never reach the encoder. Called some thirty times a second, on a thread of the pool:
/// one that blocks costs that thread and never the encoder's.
/// </summary>
internal sealed class GuardedScreen(IScreenCapture screen, PluginGateway gateway) : IScreenCapture
{
    private static readonly PluginCall<Capture, CaptureResult> Capturing = new(
        nameof(CaptureAsync), (capture, token) => capture.Opened.CaptureAsync(capture.Frame, capture.Stride, capture.Damage, capture.MaxWait, token))
    {
        Objection = (capture, result) => capture.Screen.Objection(capture, result),
    };

    private static readonly PluginCall<Cursor, CursorResult> ReadingCursor = new(nameof(ReadCursorAsync), (cursor, token) => cursor.Opened.ReadCursorAsync(cursor.Bgra, token))
    {
        Objection = (cursor, result) => result.Changed && (result.Width < 0 || result.Height < 0 || 4L * result.Width * result.Height > cursor.Bgra.Length)
            ? $"a pointer of {result.Width} × {result.Height} doesn't fit"
            : null,
    };

    private IScreenCapture? screen = screen;
    private ScreenLayout? known;

    /// <inheritdoc />
    public ScreenLayout Layout =>
        known = gateway.Call(
            nameof(Layout),
            Opened,
            static opened => opened.Layout,
            static layout => layout is { Width: > 0, Height: > 0, Monitors.IsDefaultOrEmpty: false } ? null : "a screen has a size and at least one monitor");

    private IScreenCapture Opened => screen ?? throw gateway.Closed(nameof(IScreenCapture));

    /// <inheritdoc />
    public ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken) =>
        gateway.CallAsync(Capturing, new Capture(this, Opened, frame, stride, damage, maxWait), maxWait + PluginBudgets.Capture, cancellationToken);

    /// <inheritdoc />
    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) =>
        gateway.CallAsync(ReadingCursor, new Cursor(Opened, bgra), PluginBudgets.Capture, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref screen, null) is { } last)
            await gateway.DisposeAsync(last).ConfigureAwait(false);
    }

    private string? Objection(in Capture capture, CaptureResult result)
    {
        if (result.DamageCount < -1 || result.DamageCount > capture.Damage.Length)
            return $"{result.DamageCount} rectangles, where {capture.Damage.Length} fit";
        if (result.Status != CaptureStatus.Changed || result.DamageCount <= 0)
            return null;
        if (known?.Version != result.LayoutVersion)
            known = gateway.Ask(capture.Opened, static opened => opened.Layout);
        return known is null ? "a frame without a layout" : Outside(capture.Damage.Span[..result.DamageCount], known);
    }

    private static string? Outside(ReadOnlySpan<PixelRect> rectangles, ScreenLayout layout)
    {
        foreach (var rectangle in rectangles)
        {
            var inside = rectangle is { X: >= 0, Y: >= 0, Width: >= 0, Height: >= 0 }
                && rectangle.Width <= layout.Width - rectangle.X
                && rectangle.Height <= layout.Height - rectangle.Y;
            if (!inside)
                return $"a rectangle of {rectangle.Width} × {rectangle.Height} at {rectangle.X}, {rectangle.Y} isn't within the screen of {layout.Width} × {layout.Height}";
        }

        return null;
    }

    private readonly record struct Capture(GuardedScreen Screen, IScreenCapture Opened, Memory<byte> Frame, int Stride, Memory<PixelRect> Damage, TimeSpan MaxWait);

    private readonly record struct Cursor(IScreenCapture Opened, Memory<byte> Bgra);
}
