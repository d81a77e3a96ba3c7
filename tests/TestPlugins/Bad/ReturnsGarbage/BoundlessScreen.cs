using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Says that it wrote where no screen is.</summary>
public sealed class BoundlessScreen : TestCapture
{
    protected internal override ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, Memory<PixelRect> damage, CancellationToken cancellationToken)
    {
        damage.Span[0] = new PixelRect(int.MaxValue - 1, -5, 20, int.MaxValue);
        return ValueTask.FromResult(new CaptureResult(CaptureStatus.Changed, 1, 1));
    }
}
