using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>A look at the screen never ends, and doesn't hear that it should.</summary>
public sealed class DeafScreen : TestCapture
{
    private readonly TaskCompletionSource<CaptureResult> never = new();

    protected internal override ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, Memory<PixelRect> damage, CancellationToken cancellationToken) =>
        new(never.Task);
}
