using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>An opened screen whose calls are counted where they happen, and whose plugin's faults are noted before the encoder forgets them.</summary>
internal sealed class WatchedScreen(IScreenCapture inner, PumpCounters counters, InFlight inFlight, Action<PluginFault> failed) : IScreenCapture
{
    /// <inheritdoc/>
    public ScreenLayout Layout
    {
        get
        {
            try
            {
                return inner.Layout;
            }
            catch (PluginFaultException e)
            {
                failed(e.Fault);
                throw;
            }
        }
    }

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
        catch (PluginFaultException e)
        {
            failed(e.Fault);
            throw;
        }
        finally
        {
            inFlight.Leave();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ReadCursorAsync(bgra, cancellationToken).ConfigureAwait(false);
        }
        catch (PluginFaultException e)
        {
            failed(e.Fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
