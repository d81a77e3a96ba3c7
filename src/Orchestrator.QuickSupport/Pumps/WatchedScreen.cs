using Orchestrator.Abstractions;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>An opened screen whose calls are counted where they happen.</summary>
internal sealed class WatchedScreen(IScreenCapture inner, PumpCounters counters, InFlight inFlight) : IScreenCapture
{
    /// <inheritdoc/>
    public ScreenLayout Layout => inner.Layout;

    /// <inheritdoc/>
    public async ValueTask<CaptureResult> CaptureAsync(
        Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        inFlight.Enter();
        try
        {
            counters.CountCall();
            var result = await inner.CaptureAsync(frame, stride, damage, maxWait, cancellationToken).ConfigureAwait(false);
            if (result.Status == CaptureStatus.Changed)
                counters.CountFrame();
            return result;
        }
        finally
        {
            inFlight.Leave();
        }
    }

    /// <inheritdoc/>
    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) => inner.ReadCursorAsync(bgra, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
