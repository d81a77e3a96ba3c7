using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>The simulated capture over a picture in memory.</summary>
internal sealed class SimulatedSubject : CaptureSubject
{
    private readonly MemorySource source = new(320, 200);

    public SimulatedSubject() => Plugin = new SimulatedCapture(source);

    public override ICapture Plugin { get; }

    public override Task ChangePictureAsync()
    {
        source.Paint(new PixelRect(10, 20, 30, 40), 0x3355AA);
        return Task.CompletedTask;
    }

    public override Task<byte[]> TakePictureAsync()
    {
        var layout = source.Layout;
        var picture = new byte[layout.Width * layout.Height * 4];
        source.CopyTo(picture, layout.Width * 4);
        return Task.FromResult(picture);
    }

    public override Task<bool> ChangeLayoutAsync()
    {
        source.Resize(400, 150);
        return Task.FromResult(true);
    }

    public override Task<int> CountHeldAsync() => Task.FromResult(source.Held);

    public override Task<(int X, int Y)> ReadPointerAsync() => Task.FromResult(source.PointerAt);

    public override ValueTask DisposeAsync() => Plugin.DisposeAsync();
}
