using Orchestrator.Abstractions;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Pumps;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Tests.Pumps;

/// <summary>Screen and input through the real pumps and a simulated display: nothing before the gate is open, nothing after it is shut.</summary>
[Trait("Requirement", "R-CON-1")]
public sealed class CountedPumpTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly ChannelGate _gate = new(TimeProvider.System);
    private readonly DuplexPipePair _pipes = new();
    private readonly PumpCounters _counters = new(TimeProvider.System);
    private readonly List<HostCommands.NoteClipboard> _notes = [];
    private readonly SimulatedCapture _capture = new();
    private readonly InstrumentPumps _pumps;

    public CountedPumpTests() =>
        _pumps = new InstrumentPumps(_capture, new OperatorFiles([_folder.Path], 1), _counters, note => _notes.Add(note), (_, _) => { }, TimeProvider.System);

    public Task InitializeAsync() => _capture.StartAsync(new PluginContext { Time = TimeProvider.System, Log = new NoLog() }, default).AsTask();

    public Task DisposeAsync() => _capture.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Not_one_frame_is_captured_before_the_gate_opens_or_after_it_is_shut()
    {
        var pump = _pumps.Create(new ChannelId(1), Capability.ViewScreen, null, null);
        using var stop = new CancellationTokenSource();
        var running = pump.RunAsync(_pipes.Near, _gate, stop.Token);
        var shadow = new ShadowFramebuffer();
        var receiver = new ScreenReceiver(shadow);
        var receiving = receiver.RunAsync(_pipes.Far, stop.Token);
        receiver.RequestRefresh();
        await pump.QuiesceAsync(default);
        Assert.Equal((0, 0), (_counters.CaptureCalls, _counters.FramesCaptured));

        _gate.Release(HoldReason.Session);
        await UntilAsync(() => receiver.Updates > 0);
        Assert.True(_counters.FramesCaptured > 0);

        _gate.Hold(HoldReason.StopKey);
        await pump.QuiesceAsync(default);
        var calls = _counters.CaptureCalls;
        receiver.RequestRefresh();
        Assert.Equal(calls, _counters.CaptureCalls);

        _gate.Close();
        await stop.CancelAsync();
        Assert.Equal(PumpOutcome.Cut, (await running.WaitAsync(Patience)).Outcome);
        await receiving.WaitAsync(Patience);
        Assert.Equal(calls, _counters.CaptureCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Not_one_event_is_injected_while_the_gate_is_shut(bool wasOpen)
    {
        var pump = _pumps.Create(new ChannelId(2), Capability.ControlInput, null, null);
        var running = pump.RunAsync(_pipes.Near, _gate, default);
        var sender = new InputSender(_pipes.Far, () => new InputContext(0, 0));
        if (wasOpen)
        {
            _gate.Release(HoldReason.Session);
            await sender.SendKeyAsync('b', true, 0, default);
            await UntilAsync(() => _counters.EventsInjected == 1);
            _gate.Hold(HoldReason.Session);
            await pump.QuiesceAsync(default);
        }

        await sender.SendKeyAsync('c', true, 0, default);
        await sender.SendPointerAsync(1, 1, 1, default);

        // The pump ends when it has read everything that was sent.
        await _pipes.Far.Output.CompleteAsync();
        Assert.Equal(PumpOutcome.Cut, (await running.WaitAsync(Patience)).Outcome);
        Assert.Equal(wasOpen ? 1 : 0, _counters.EventsInjected);
        Assert.Equal(wasOpen, _counters.SinceInjection is not null);
    }

    [Fact]
    public async Task A_message_of_another_channel_is_a_violation()
    {
        _gate.Release(HoldReason.Session);
        var running = _pumps.Create(new ChannelId(1), Capability.ViewScreen, null, null).RunAsync(_pipes.Near, _gate, default);
        await new InputSender(_pipes.Far, () => default).SendKeyAsync('a', true, 0, default);

        Assert.Equal(PumpOutcome.Violation, (await running.WaitAsync(Patience)).Outcome);
    }

    [Fact]
    public async Task Text_that_went_into_the_clipboard_is_told_by_size_and_hash()
    {
        _gate.Release(HoldReason.Session);
        using var stop = new CancellationTokenSource();
        var running = _pumps.Create(new ChannelId(5), Capability.ClipboardTo, null, null).RunAsync(_pipes.Near, _gate, stop.Token);
        await new ClipboardSender(_pipes.Far, new CutTextCounter()).SendAsync("täxt", default);
        await UntilAsync(() => _notes.Count == 1);

        var note = Assert.Single(_notes);
        Assert.Equal((new ChannelId(5), 5), (note.Channel, note.Bytes));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("täxt"u8)), note.Sha256);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);
    }

    [Fact]
    public void Nothing_serves_a_screen_where_there_is_none()
    {
        var none = new InstrumentPumps(null, new OperatorFiles([_folder.Path], 1), _counters, _ => { }, (_, _) => { }, TimeProvider.System);
        Assert.Throws<InvalidOperationException>(() => none.Create(new ChannelId(1), Capability.ViewScreen, null, null));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class NoLog : IPluginLog
    {
        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
