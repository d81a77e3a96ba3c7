using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>Cancellation and disposal of what was opened, and a display that is gone.</summary>
public abstract partial class CaptureConformance
{
    /// <summary>What was cancelled before it began did nothing.</summary>
    [SkippableFact]
    public async Task Looks_that_are_cancelled_beforehand_end_so_and_touch_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);

        await EndsCancelledAsync(Task.Run(async () => await frame.CaptureAsync(screen, TimeSpan.Zero, cancelled)));
        await EndsCancelledAsync(Task.Run(async () => await frame.CaptureAsync(screen, TimeSpan.FromHours(1), cancelled)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await screen.ReadCursorAsync(new byte[256 * 256 * 4], cancelled));

        Assert.Equal(-1, frame.Bytes.AsSpan().IndexOfAnyExcept(HostFrame.Filler));
        Assert.Equal(CaptureStatus.Changed, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
    }

    /// <summary>The stop key cuts a view that waits: its call is cancelled and its screen disposed at the same moment.</summary>
    [SkippableFact]
    public async Task Disposal_while_a_capture_waits_ends_both()
    {
        for (var round = 0; round < 10; round++)
        {
            var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
            var frame = FrameFor(screen.Layout);
            using var stop = new CancellationTokenSource();
            var waiting = Task.Run(() => WaitForeverAsync(screen, frame, stop.Token));
            await Subject.ChangePictureAsync();

            var cancelling = stop.CancelAsync();
            await screen.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

            await cancelling;
            await EndsCancelledAsync(waiting);
        }
    }

    /// <summary>After disposal an opened object gives its answer for that case, and nothing else.</summary>
    [SkippableFact]
    public async Task What_is_closed_gives_nothing_and_takes_nothing()
    {
        var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var input = await Subject.Plugin.OpenInputAsync(default);
        var clipboard = await Subject.Plugin.OpenClipboardAsync(default);
        foreach (var opened in new IAsyncDisposable?[] { screen, input, clipboard, screen, input, clipboard }.OfType<IAsyncDisposable>())
            await opened.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

        Assert.Equal(CaptureStatus.Unavailable, (await FrameFor(screen.Layout).CaptureAsync(screen, TimeSpan.Zero)).Status);
        Assert.False((await screen.ReadCursorAsync(new byte[256 * 256 * 4], default)).Changed);
        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Pointer(1, 1, 0)));
        input.ReleaseAll();
        input.Settle();
        Assert.True(clipboard is null || await clipboard.ReadAsync(default) is null);
        Assert.False(clipboard is not null && await clipboard.WriteAsync("text", default));
    }

    /// <summary>A display server that dies takes no session with it: everything has an answer for that.</summary>
    [SkippableFact]
    public async Task A_display_that_is_gone_is_an_answer_and_no_throw()
    {
        Skip.IfNot(Subject.CanKillDisplay, "this display can't be killed");
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        await using var input = await Subject.Plugin.OpenInputAsync(default);
        await using var clipboard = await Subject.Plugin.OpenClipboardAsync(default);
        var frame = FrameFor(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        input.Inject(InputEvent.Key('a', true));
        var waiting = Task.Run(async () =>
        {
            while ((await frame.CaptureAsync(screen, TimeSpan.FromHours(1))).Status != CaptureStatus.Unavailable)
            {
                // Late damage of the screen's start.
            }
        });

        await Subject.KillDisplayAsync();

        await waiting.WaitAsync(Budgets.Look);
        Assert.Equal(CaptureStatus.Unavailable, (await frame.CaptureAsync(screen, TimeSpan.Zero).AsTask().WaitAsync(Budgets.Look)).Status);
        Assert.False((await screen.ReadCursorAsync(new byte[256 * 256 * 4], default).AsTask().WaitAsync(Budgets.Look)).Changed);
        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Key('a', false)));
        input.ReleaseAll();
        input.Settle();
        Assert.True(clipboard is null || await clipboard.ReadAsync(default).AsTask().WaitAsync(Budgets.Look) is null);
        Assert.False(clipboard is not null && await clipboard.WriteAsync("text", default).AsTask().WaitAsync(Budgets.Look));
        Assert.NotEmpty((await Assert.ThrowsAnyAsync<Exception>(async () => await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default))).Message);
    }
}
