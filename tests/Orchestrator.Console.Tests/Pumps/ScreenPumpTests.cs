using System.Threading.Channels;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Rfb;
using Orchestrator.Technicians.Pumps;
using Orchestrator.Technicians.Viewer;

namespace Orchestrator.Technicians.Tests.Pumps;

public sealed class ScreenPumpTests
{
    [Fact]
    public async Task The_view_channel_fills_the_shadow()
    {
        var picture = StillScreen.Picture(320, 200);
        await using var view = new InstrumentView(picture);

        await view.Screen.UntilPictureAsync(Soon.Token());

        Assert.True(view.Screen.TakePicture()!.HasSamePixels(picture));
    }

    [Fact]
    public async Task Bytes_that_are_no_screen_are_a_violation()
    {
        await using var channel = new ChannelEnds();
        var running = channel.Run(new ViewPump(new ShadowFramebuffer(), _ => { }));

        await channel.Instrument.Output.WriteAsync(new byte[] { 0xFF, 1, 2, 3 });

        Assert.Equal(PumpOutcome.Violation, (await running.OrFail()).Outcome);
    }

    [Fact]
    public async Task A_screen_that_goes_and_comes_is_told_once_each_time()
    {
        await using var channel = new ChannelEnds();
        var told = Channel.CreateUnbounded<Notice>();
        _ = channel.Run(new ViewPump(new ShadowFramebuffer(), notice => told.Writer.TryWrite(notice)));

        await channel.Instrument.Output.WriteAsync(new byte[] { 240, 1, 240, 1, 240, 0 });

        var notices = new List<Notice.ScreenChanged>();
        while (notices.Count < 2)
            notices.Add((Notice.ScreenChanged)await told.Reader.ReadAsync(Soon.Token()));
        Assert.Equal([ScreenStatus.Unavailable, ScreenStatus.Available], notices.Select(notice => notice.Status));
        Assert.False(told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_viewers_click_arrives_while_control_is_open_and_is_dropped_while_it_is_held()
    {
        await using var control = new InstrumentControl();
        var input = new ViewerInput(control.Pumps);

        await input.PointerAsync(5, 6, 1, default);
        control.Channel.Gate.Release(HoldReason.Session);
        await input.PointerAsync(7, 8, 0, default);
        await input.KeyAsync(0x61, true, default);

        Assert.Equal([InputEvent.Pointer(7, 8, 0), InputEvent.Key(0x61, true)], await control.TakeAsync(2));
    }

    [Fact]
    public async Task A_viewer_does_nothing_without_a_control_channel()
    {
        var input = new ViewerInput(new ConsolePumps(_ => { }));

        await input.PointerAsync(1, 2, 1, default);
        await input.KeyAsync(0x61, true, default);
        await input.CutTextAsync("x", default);
    }

    [Fact]
    public async Task A_scripts_input_waits_while_control_is_held_and_fails_when_it_is_over()
    {
        await using var control = new InstrumentControl();
        var pump = control.Pumps.Control!;

        var click = pump.SendAsync(sender => sender.SendPointerAsync(1, 2, 1, default), default).AsTask();
        Assert.False(click.IsCompleted);
        control.Channel.Gate.Release(HoldReason.Session);
        Assert.True(await click.OrFail());
        Assert.Equal([InputEvent.Pointer(1, 2, 1)], await control.TakeAsync(1));

        control.Channel.Cut();
        Assert.False(await pump.SendAsync(sender => sender.SendPointerAsync(1, 2, 0, default), default).AsTask().OrFail());
        Assert.Equal(PumpOutcome.Cut, (await control.Running.OrFail()).Outcome);
        Assert.Null(control.Pumps.Control);
    }

    [Fact]
    public async Task Text_goes_to_the_instruments_clipboard_and_comes_from_it()
    {
        var told = new List<Notice>();
        var pumps = new ConsolePumps(told.Add);
        await using var to = new ChannelEnds();
        var sending = to.Run(pumps.Create(new ChannelId(1), Capability.ClipboardTo, null, 1));
        Assert.True(await pumps.ClipboardTo!.SendAsync("Grüße", default));
        Assert.Equal(1u, pumps.CutTexts.Last);
        to.Cut();
        await sending.OrFail();
        Assert.Null(pumps.ClipboardTo);

        await using var from = new ChannelEnds();
        _ = from.Run(pumps.Create(new ChannelId(2), Capability.ClipboardFrom, null, 2));
        var text = pumps.Clipboard.GetAsync(Soon.Token());
        var gate = new FlowGate();
        gate.Open();
        _ = new ClipboardWatcher(new FixedClipboard("от прибора"), gate, TimeProvider.System).RunAsync(from.Instrument, Soon.Token());
        Assert.Equal("от прибора", await text.OrFail());
        Assert.Equal(new Notice.ClipboardCame("от прибора"), Assert.Single(told));
    }

    private sealed class FixedClipboard(string text) : IClipboardText
    {
        public ValueTask<string?> ReadAsync(CancellationToken cancellationToken) => new(text);

        public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken) => new(true);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
