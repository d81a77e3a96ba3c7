using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>An opened screen behind its gateway; rectangles outside the screen never reach the encoder.</summary>
internal sealed class GuardedScreen(IScreenCapture screen, PluginGateway gateway) : IScreenCapture
{
    private IScreenCapture? screen = screen;

    private IScreenCapture Screen => screen ?? throw gateway.Closed(nameof(IScreenCapture));

    /// <inheritdoc />
    public ScreenLayout Layout =>
        gateway.Call(nameof(Layout), () => Screen.Layout) is { Width: > 0, Height: > 0, Monitors.IsDefaultOrEmpty: false } layout
            ? layout
            : throw gateway.BadAnswer(nameof(Layout), "a screen has a size and at least one monitor");

    /// <inheritdoc />
    public async ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var result = await gateway.CallAsync(
            nameof(CaptureAsync),
            maxWait + PluginBudgets.Capture,
            token => Screen.CaptureAsync(frame, stride, damage, maxWait, token),
            cancellationToken,
            onCaller: true).ConfigureAwait(false);
        if (result.DamageCount < -1 || result.DamageCount > damage.Length)
            throw gateway.BadAnswer(nameof(CaptureAsync), $"{result.DamageCount} rectangles, where {damage.Length} fit");
        if (result.Status == CaptureStatus.Changed && result.DamageCount > 0)
            CheckInside(damage.Span[..result.DamageCount]);
        return result;
    }

    /// <inheritdoc />
    public async ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken)
    {
        var cursor = await gateway.CallAsync(
            nameof(ReadCursorAsync), PluginBudgets.Capture, token => Screen.ReadCursorAsync(bgra, token), cancellationToken, onCaller: true).ConfigureAwait(false);
        if (cursor.Changed && (cursor.Width < 0 || cursor.Height < 0 || 4L * cursor.Width * cursor.Height > bgra.Length))
            throw gateway.BadAnswer(nameof(ReadCursorAsync), $"a pointer of {cursor.Width} × {cursor.Height} doesn't fit");
        return cursor;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref screen, null) is { } last)
            await gateway.DisposeAsync(last).ConfigureAwait(false);
    }

    private void CheckInside(ReadOnlySpan<PixelRect> rectangles)
    {
        var layout = Layout;
        foreach (var rectangle in rectangles)
        {
            var inside = rectangle is { X: >= 0, Y: >= 0, Width: >= 0, Height: >= 0 }
                && rectangle.Width <= layout.Width - rectangle.X
                && rectangle.Height <= layout.Height - rectangle.Y;
            if (!inside)
                throw gateway.BadAnswer(nameof(CaptureAsync), $"{rectangle} lies outside {layout.Width} × {layout.Height}");
        }
    }
}
