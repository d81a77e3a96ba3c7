using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>A host that captures slowly, and one that uses everything at once.</summary>
public abstract partial class CaptureConformance
{
    private const int ManyChanges = 30;

    /// <summary>Changes between two captures are merged: a slow host gets the picture of now, and no backlog.</summary>
    [SkippableFact]
    public async Task A_host_that_captures_seldom_gets_the_newest_picture_and_no_queue()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        await CatchUpAsync(screen, frame);

        for (var change = 0; change < ManyChanges; change++)
            await Subject.ChangePictureAsync();
        var captures = 0;
        var truth = await Subject.TakePictureAsync();
        while (!frame.Shows(truth))
        {
            await frame.CaptureAsync(screen, Patience).AsTask().WaitAsync(Patience);
            captures++;
        }

        // The display server may tell of the last changes a little late; what it told of before is one capture.
        Assert.InRange(captures, 1, ManyChanges / 3);
    }

    /// <summary>View, control and clipboard are three channels on one plugin, and a second viewer may be there.</summary>
    [SkippableFact]
    public async Task Screens_input_and_clipboard_work_at_once()
    {
        await using var input = await OpenInputAsync();
        await using var clipboard = await Subject.Plugin.OpenClipboardAsync(default);
        var viewers = Enumerable.Range(0, 3).Select(_ => Task.Run(LookOftenAsync)).ToArray();
        var injecting = Task.Run(() =>
        {
            for (var step = 0; step < 200; step++)
                Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Pointer(step % 50, step % 40, 0)));
            input.Settle();
        });
        for (var round = 0; clipboard is not null && round < 10; round++)
        {
            Assert.True(await clipboard.WriteAsync($"text {round}", default));
            Assert.Equal($"text {round}", await clipboard.ReadAsync(default));
        }

        await Task.WhenAll([.. viewers, injecting]).WaitAsync(Patience);

        async Task LookOftenAsync()
        {
            await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
            var frame = FrameFor(screen.Layout);
            Assert.Equal(CaptureStatus.Changed, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
            for (var look = 0; look < 30; look++)
                Assert.NotEqual(CaptureStatus.Unavailable, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
        }
    }

    /// <summary>Channels open when people answer, which may be at the same moment.</summary>
    [SkippableFact]
    public async Task Openings_at_the_same_moment_all_succeed()
    {
        var screens = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () => await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default)))).WaitAsync(Patience);
        foreach (var screen in screens)
        {
            Assert.Equal(CaptureStatus.Changed, (await FrameFor(screen.Layout).CaptureAsync(screen, TimeSpan.Zero)).Status);
            await screen.DisposeAsync();
        }
    }
}
