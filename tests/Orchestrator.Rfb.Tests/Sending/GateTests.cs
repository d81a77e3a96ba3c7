using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class GateTests
{
    private readonly Painter painter = new(22);

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task While_the_gate_is_shut_there_is_no_capture_call_and_no_byte()
    {
        var screen = new ScriptedScreen(painter.Picture(100, 100));
        await using var view = new HandView(screen, isOpen: false);
        screen.MayLook = () => view.Gate.IsOpen;
        await view.RequestAsync();
        screen.Change(picture => painter.Change(picture));
        await Meanwhile.AnotherViewRunsAsync();
        Assert.Equal((0, 0, 0L), (screen.CaptureCalls, screen.Opened, view.Sender.Counters.Bytes));

        view.Gate.Open();
        await view.ReadUpdateAsync();
        await Soon.UntilAsync(() => screen.IsWaitedOn);
        view.Gate.Shut();
        var (calls, bytes) = (screen.CaptureCalls, view.Sender.Counters.Bytes);
        for (var change = 0; change < 20; change++)
            screen.Change(picture => painter.Change(picture));
        await view.SayAsync(new ConsoleMessage.Ack(1));
        await view.RequestAsync(incremental: false);
        await Meanwhile.AnotherViewRunsAsync();
        Assert.Equal((calls, bytes), (screen.CaptureCalls, view.Sender.Counters.Bytes));
        Assert.True(view.IsSilent());

        view.Gate.Open();
        await view.ReadUpdateAsync();
        Assert.True(view.Picture.HasSamePixels(screen.Picture));
        Assert.Equal((2L, 0), (view.Sender.Counters.Updates, screen.ForbiddenCalls));
    }

    [Fact]
    public async Task After_a_shut_gate_everything_is_sent_again_even_when_nothing_changed()
    {
        var screen = new ScriptedScreen(painter.Picture(300, 100));
        await using var view = new HandView(screen);
        await view.RequestAsync();
        await view.ReadUpdateAsync();
        view.Gate.Shut();
        view.Gate.Open();
        await view.ReadUpdateAsync();
        Assert.Equal(view.Picture.Area, view.Damage.Areas.Aggregate(DamageRegion.Union));
        Assert.True(view.Picture.HasSamePixels(screen.Picture));
    }

    [Fact]
    public async Task A_gate_that_shuts_while_the_first_picture_is_taken_delays_that_picture_even_when_nothing_changes_after_it()
    {
        var screen = new ScriptedScreen(painter.Picture(300, 100));
        await using var view = new HandView(screen);
        screen.Taken = view.Gate.Shut;
        await view.RequestAsync();
        await Soon.UntilAsync(() => !view.Gate.IsOpen);
        await Meanwhile.AnotherViewRunsAsync();
        Assert.True(view.IsSilent());

        view.Gate.Open();
        await view.ReadUpdateAsync();
        Assert.True(view.Picture.HasSamePixels(screen.Picture));
    }

    [Fact]
    public async Task A_gate_that_shuts_within_an_update_delays_its_rest_and_loses_none_of_it()
    {
        var screen = new ScriptedScreen(new Framebuffer(600, 400));
        new Random(7).NextBytes(screen.Picture.Memory.Span);
        foreach (ref var pixel in screen.Picture.Pixels)
            pixel &= 0xFFFFFF;
        await using var view = new ViewChannel(screen, isOpen: false);
        for (var pause = 0; pause < 40; pause++)
        {
            view.Gate.Open();
            var bytes = view.Sender.Counters.Bytes;
            await Soon.UntilAsync(() => view.Sender.Counters.Bytes > bytes);
            view.Gate.Shut();
        }

        view.Gate.Open();
        await view.Shadow.UntilEqualAsync(screen.Picture);
    }

    [Fact]
    public async Task A_screen_that_is_unavailable_is_said_so_and_tried_again()
    {
        var screen = new ScriptedScreen(painter.Picture(60, 60)) { IsUnavailable = true };
        await using var view = new ViewChannel(screen);
        await view.Shadow.UntilAsync(shadow => shadow.State.Status == ScreenStatus.Unavailable);
        screen.IsUnavailable = false;
        await view.Shadow.UntilEqualAsync(screen.Picture);
        Assert.Equal(ScreenStatus.Available, view.Shadow.State.Status);
        Assert.Equal([ScreenStatus.Unavailable, ScreenStatus.Available], view.Statuses);

        screen.IsUnavailable = true;
        screen.Wake();
        await view.Shadow.UntilAsync(shadow => shadow.State.Status == ScreenStatus.Unavailable);
    }

    [Fact]
    public async Task A_plugin_that_throws_ends_nothing()
    {
        var screen = new ScriptedScreen(painter.Picture(60, 60)) { Failure = new InvalidOperationException("of the plugin") };
        await using var view = new ViewChannel(screen);
        await view.Shadow.UntilAsync(shadow => shadow.State.Status == ScreenStatus.Failed);
        screen.Failure = new OperationCanceledException("of the plugin");
        await Soon.UntilAsync(() => screen.Opened > 4);
        screen.Failure = null;
        await view.Shadow.UntilEqualAsync(screen.Picture);
    }

    [Fact]
    public async Task A_pointer_picture_arrives_with_its_mask_and_hot_spot()
    {
        var bgra = new byte[9 * 2 * 4];
        bgra.AsSpan(8 * 4, 4).Fill(255);
        new byte[] { 64, 32, 16, 128 }.CopyTo(bgra, 9 * 4);
        var screen = new ScriptedScreen(painter.Picture(60, 60)) { Cursor = (new CursorResult(true, 9, 2, 8, 1), bgra) };
        await using var view = new ViewChannel(screen);
        await view.Shadow.UntilAsync(shadow => shadow.State.Cursor.Width == 9);
        var cursor = view.Shadow.State.Cursor;
        Assert.Equal((8, 1), (cursor.HotX, cursor.HotY));
        Assert.Equal([0x00, 0x80, 0x80, 0x00], cursor.Mask.ToArray());
        Assert.Equal((0xFFFFFFu, 0x20_40_80u), (cursor.Pixels[8], cursor.Pixels[9]));
    }
}
