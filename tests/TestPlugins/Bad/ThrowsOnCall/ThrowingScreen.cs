using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Throws an exception type of its own at each look at the screen.</summary>
public sealed class ThrowingScreen : TestCapture
{
    protected internal override ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, Memory<PixelRect> damage, CancellationToken cancellationToken) =>
        throw new OwnException("the display\u001b[31m fell over");

    private sealed class OwnException(string message) : Exception(message);
}
