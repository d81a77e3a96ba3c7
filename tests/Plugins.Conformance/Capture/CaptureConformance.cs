using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>What every capture plugin must do. A plugin is right when a class that derives from the three specs passes.</summary>
public abstract class CaptureConformance
{
    /// <summary>Far more than any step needs, so that only a hang reaches it.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Starts the plugin on a screen of its own.</summary>
    protected abstract Task<CaptureSubject> StartAsync();

    /// <summary>A frame for a layout, with some bytes after each row and filled with a byte that no picture needs.</summary>
    protected static HostFrame FrameFor(ScreenLayout layout) => new(layout);

    /// <summary>Captures until the frame shows what the screen shows.</summary>
    protected static async Task CatchUpAsync(CaptureSubject subject, IScreenCapture screen, HostFrame frame)
    {
        using var patience = new CancellationTokenSource(Patience);
        var truth = await subject.TakePictureAsync();
        while (!frame.Shows(truth))
        {
            await frame.CaptureAsync(screen, TimeSpan.FromSeconds(1), patience.Token);
            truth = await subject.TakePictureAsync();
        }
    }
}
