using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class PacingTests
{
    private readonly Painter painter = new(21);

    [Fact]
    public async Task Never_more_than_two_updates_are_unacknowledged_and_what_changes_meanwhile_is_one_update()
    {
        var screen = new ScriptedScreen(painter.Picture(200, 200));
        await using var view = new HandView(screen);
        await view.RequestAsync();
        Assert.Equal(1u, await view.ReadUpdateAsync());
        screen.Change(picture => picture.Fill(new PixelRect(0, 0, 5, 5), 0x111111));
        Assert.Equal(2u, await view.ReadUpdateAsync());

        var calls = screen.CaptureCalls;
        for (var change = 0; change < 50; change++)
            screen.Change(picture => painter.Change(picture));
        await view.RequestAsync();
        await Meanwhile.AnotherViewRunsAsync();
        Assert.Equal((2, calls), (view.Sender.Counters.Updates, screen.CaptureCalls));
        Assert.True(view.IsSilent());

        await view.SayAsync(new ConsoleMessage.Ack(1));
        Assert.Equal(3u, await view.ReadUpdateAsync());
        Assert.True(view.Picture.HasSamePixels(screen.Picture));
        Assert.Equal(3, view.Sender.Counters.Updates);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    public async Task An_acknowledgement_of_what_was_never_sent_ends_the_channel(uint update)
    {
        await using var view = new HandView(new ScriptedScreen(painter.Picture(20, 20)));
        await view.RequestAsync();
        await view.ReadUpdateAsync();
        await view.SayAsync(new ConsoleMessage.Ack(update));
        Assert.Equal(RfbFault.AckOutOfRange, (await view.Ended.OrFail()).Fault);
    }

    [Fact]
    public async Task Nothing_is_captured_before_the_console_asks()
    {
        var screen = new ScriptedScreen(painter.Picture(20, 20));
        await using var view = new HandView(screen);
        await view.SayAsync(new ConsoleMessage.UpdateRequest(true, default));
        await view.ReadUpdateAsync();
        var other = new ScriptedScreen(painter.Picture(20, 20));
        await using (new HandView(other))
            await Meanwhile.AnotherViewRunsAsync();

        Assert.Equal((0, 0), (other.CaptureCalls, other.Opened));
    }

    [Fact]
    public async Task A_request_that_isnt_incremental_brings_everything_again()
    {
        var screen = new ScriptedScreen(painter.Picture(200, 200));
        await using var view = new HandView(screen);
        await view.RequestAsync();
        await view.SayAsync(new ConsoleMessage.Ack(await view.ReadUpdateAsync()));
        await view.RequestAsync(incremental: false);
        screen.Wake();
        await view.ReadUpdateAsync();
        Assert.Equal([view.Picture.Area], [view.Damage.Areas.Aggregate(DamageRegion.Union)]);
    }

    [Fact]
    public async Task Between_two_looks_lies_the_frame_interval()
    {
        var time = new FakeTimeProvider();
        var screen = new ScriptedScreen(painter.Picture(50, 50));
        await using var view = new HandView(screen, ViewChannel.Fast with { MinFrameInterval = TimeSpan.FromMilliseconds(33) }, time);
        await view.RequestAsync();
        await view.SayAsync(new ConsoleMessage.Ack(await view.ReadUpdateAsync()));
        screen.Change(picture => picture.Fill(picture.Area, 0x123456));
        time.Advance(TimeSpan.FromMilliseconds(32));
        Assert.Equal(1, view.Sender.Counters.FramesCaptured);
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(1), () => view.Sender.Counters.FramesCaptured == 2);
        await view.ReadUpdateAsync();
    }

    [Fact]
    public async Task Rests_keep_the_encoder_under_its_share_of_a_core()
    {
        var time = new FakeTimeProvider();
        var pacer = new FramePacer(time, new ScreenSenderOptions { CpuCeiling = 0.25, MinFrameInterval = TimeSpan.FromMilliseconds(10) });
        pacer.Begin();
        time.Advance(TimeSpan.FromMilliseconds(40));
        var rest = pacer.RestAfterUpdateAsync(TimeSpan.FromMilliseconds(40), CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(119));
        Assert.False(rest.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await rest.OrFail();
    }

    [Fact]
    public async Task A_display_that_only_looks_is_asked_more_and_more_rarely_until_something_changes()
    {
        var time = new RecordingTime();
        var options = new ScreenSenderOptions { MinFrameInterval = TimeSpan.FromMilliseconds(50), MaxIdlePoll = TimeSpan.FromMilliseconds(400) };
        var pacer = new FramePacer(time, options);
        for (var look = 0; look < 5; look++)
            await LookAsync(pacer.RestAfterNothingAsync(options.CaptureWait, CancellationToken.None));
        await LookAsync(pacer.RestAfterUpdateAsync(TimeSpan.Zero, CancellationToken.None));
        await LookAsync(pacer.RestAfterNothingAsync(options.CaptureWait, CancellationToken.None));
        Assert.Equal([50, 100, 200, 400, 400, 50, 50], time.Rests.Select(rest => rest.TotalMilliseconds));

        async Task LookAsync(ValueTask rest)
        {
            await rest.AsTask().OrFail();
            pacer.Begin();
        }
    }

    [Fact]
    public async Task A_capture_that_waited_for_changes_itself_is_asked_again_at_once()
    {
        var time = new FakeTimeProvider();
        var pacer = new FramePacer(time, new ScreenSenderOptions());
        pacer.Begin();
        time.Advance(TimeSpan.FromMilliseconds(500));
        await pacer.RestAfterNothingAsync(TimeSpan.FromMilliseconds(500), CancellationToken.None).AsTask().OrFail();
    }

    private static async Task AdvanceUntilAsync(FakeTimeProvider time, TimeSpan step, Func<bool> condition) =>
        await Soon.UntilAsync(() =>
        {
            time.Advance(step);
            return condition();
        });
}
