using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>The screen of a capture plugin.</summary>
public abstract partial class CaptureConformance
{
    [SkippableFact]
    public async Task Opening_gives_a_layout_whose_monitors_lie_inside_it()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);

        var layout = screen.Layout;
        Assert.True(layout.Width > 0 && layout.Height > 0);
        Assert.NotEmpty(layout.Monitors);
        var whole = new PixelRect(0, 0, layout.Width, layout.Height);
        Assert.All(layout.Monitors, monitor => Assert.Equal(monitor.Area, monitor.Area.Intersect(whole)));
    }

    [SkippableFact]
    public async Task The_first_capture_writes_the_whole_screen_and_nothing_between_the_rows()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);

        var result = await frame.CaptureAsync(screen, TimeSpan.Zero);

        Assert.Equal(CaptureStatus.Changed, result.Status);
        Assert.Equal(screen.Layout.Version, result.LayoutVersion);
        Assert.True(frame.Shows(await Subject.TakePictureAsync()));
        Assert.True(frame.GapsAreUntouched());
        Assert.True(result.DamageCount is 1 or -1);
        if (result.DamageCount == 1)
            Assert.Equal(new PixelRect(0, 0, screen.Layout.Width, screen.Layout.Height), frame.Damage[0]);
    }

    [SkippableFact]
    public async Task A_screen_that_stands_still_is_unchanged_and_leaves_the_frame_alone()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        frame.Bytes.AsSpan().Clear();
        await CatchUpWithEmptyAsync(screen, frame);

        var result = await frame.CaptureAsync(screen, TimeSpan.Zero);

        Assert.Equal(CaptureStatus.Unchanged, result.Status);
    }

    [SkippableFact]
    public async Task A_change_ends_the_wait_and_only_what_is_reported_was_written()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        await CatchUpAsync(screen, frame);
        var before = frame.Bytes.ToArray();

        await Subject.ChangePictureAsync();
        CaptureResult result;
        do
            result = await frame.CaptureAsync(screen, Patience).AsTask().WaitAsync(Patience);
        while (result.Status == CaptureStatus.Unchanged);

        Assert.Equal(CaptureStatus.Changed, result.Status);
        if (result.DamageCount >= 0)
            Assert.Equal(0, frame.CountChangesOutside(before, result.DamageCount));
        await CatchUpAsync(screen, frame);
        Assert.True(frame.GapsAreUntouched());
    }

    [SkippableFact]
    public async Task Without_room_for_rectangles_the_damage_is_unknown()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);
        frame.Damage = [];

        var result = await frame.CaptureAsync(screen, TimeSpan.Zero);

        Assert.Equal(-1, result.DamageCount);
    }

    [SkippableFact]
    public async Task Cancelling_ends_a_wait()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        await CatchUpAsync(screen, frame);

        using var cancel = new CancellationTokenSource();
        var waiting = WaitForeverAsync(screen, frame, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }

    [SkippableFact]
    public async Task A_new_layout_is_told_before_the_frame_is_touched_and_then_written_whole()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var old = screen.Layout;
        var frame = FrameFor(old);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        Skip.IfNot(await Subject.ChangeLayoutAsync(), "this screen can't change its size");
        frame.Bytes.AsSpan().Fill(HostFrame.Filler);

        CaptureResult result;
        do
            result = await frame.CaptureAsync(screen, Patience).AsTask().WaitAsync(Patience);
        while (result.Status == CaptureStatus.Unchanged);

        Assert.Equal(CaptureStatus.LayoutChanged, result.Status);
        Assert.True(screen.Layout.Version > old.Version);
        Assert.Equal(screen.Layout.Version, result.LayoutVersion);
        Assert.Equal(-1, frame.Bytes.AsSpan().IndexOfAnyExcept(HostFrame.Filler));
        frame = FrameFor(screen.Layout);
        Assert.Equal(CaptureStatus.Changed, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
        await CatchUpAsync(screen, frame);
    }

    [SkippableFact]
    public async Task A_frame_that_is_too_small_is_the_hosts_fault()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var (width, height) = (screen.Layout.Width, screen.Layout.Height);

        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await screen.CaptureAsync(new byte[(width * 4 * height) - 1], width * 4, Memory<PixelRect>.Empty, TimeSpan.Zero, default));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await screen.CaptureAsync(new byte[width * 4 * height], (width * 4) - 4, Memory<PixelRect>.Empty, TimeSpan.Zero, default));
    }

    [SkippableFact]
    public async Task The_pointers_picture_is_read_once_while_it_stays_the_same()
    {
        await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var picture = new byte[256 * 256 * 4];

        var first = await screen.ReadCursorAsync(picture, default);
        var second = await screen.ReadCursorAsync(picture, default);

        Assert.True(first.Changed);
        Assert.InRange(first.Width, 0, 256);
        Assert.True(first.Width == 0 || (first.HotX < first.Width && first.HotY < first.Height));
        Assert.False(second.Changed);
    }

    [SkippableFact]
    public async Task Each_opening_starts_with_a_whole_screen()
    {
        for (var opening = 0; opening < 3; opening++)
        {
            await using var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
            var frame = FrameFor(screen.Layout);
            await frame.CaptureAsync(screen, TimeSpan.Zero);
            Assert.True(frame.Shows(await Subject.TakePictureAsync()));
        }
    }

    [SkippableFact]
    public async Task A_closed_screen_has_no_picture_and_may_be_closed_twice()
    {
        var screen = await Subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = FrameFor(screen.Layout);
        await screen.DisposeAsync();
        await screen.DisposeAsync();

        Assert.Equal(CaptureStatus.Unavailable, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
        Assert.Equal(-1, frame.Bytes.AsSpan().IndexOfAnyExcept(HostFrame.Filler));
    }

    private static async Task WaitForeverAsync(IScreenCapture screen, HostFrame frame, CancellationToken cancellationToken)
    {
        while (true)
        {
            if ((await frame.CaptureAsync(screen, TimeSpan.FromHours(1), cancellationToken)).Status == CaptureStatus.LayoutChanged)
                frame = FrameFor(screen.Layout);
        }
    }

    /// <summary>Takes late damage of the screen's start until a capture leaves the frame as it is.</summary>
    private static async Task CatchUpWithEmptyAsync(IScreenCapture screen, HostFrame frame)
    {
        for (var look = 0; look < 20; look++)
        {
            if ((await frame.CaptureAsync(screen, TimeSpan.Zero)).Status == CaptureStatus.Unchanged)
                break;
        }
    }
}
