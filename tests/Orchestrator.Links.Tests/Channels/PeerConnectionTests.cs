using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Tests.Channels;

/// <summary>Technician and instrument end to end: messages, payload, the gate and the cut.</summary>
public sealed class PeerConnectionTests
{
    private static readonly ChannelId One = new(1);

    [Fact]
    public async Task Messages_arrive_both_ways()
    {
        var pair = await PeerPair.ConnectAsync();

        Assert.True(await pair.Technician.SendAsync(new TechnicianToInstrument.PresentPin(new SecretText("123456"))));
        Assert.True(await pair.Instrument.SendAsync(new InstrumentToTechnician.PromptSeen(new AskId(4))));

        Assert.Equal(new TechnicianToInstrument.PresentPin(new SecretText("123456")), (await pair.AtInstrument.NextAsync()).Message);
        Assert.Equal(new InstrumentToTechnician.PromptSeen(new AskId(4)), (await pair.AtTechnician.NextAsync()).Message);
    }

    [Theory]
    [InlineData(Capability.ViewScreen)]
    [InlineData(Capability.ControlInput)]
    [InlineData(Capability.FetchFile)]
    public async Task Payload_arrives_both_ways_in_order(Capability capability)
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, here) = Open(pair, capability);
        byte[] sent = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

        var writing = Task.WhenAll(WriteAsync(there.Channel.Pipe.Output, sent), WriteAsync(here.Channel.Pipe.Output, sent));

        Assert.Equal(sent, await here.Channel.Pipe.Input.TakeAsync(sent.Length));
        Assert.Equal(sent, await there.Channel.Pipe.Input.TakeAsync(sent.Length));
        await writing.WaitAsync(LinkPair.Patience);
        Assert.Equal((here.Channel.Counts.RecordsOut, here.Channel.Counts.BytesOut), (there.Channel.Counts.RecordsIn, there.Channel.Counts.BytesIn));
    }

    [Fact]
    public async Task Every_input_record_has_the_same_size()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, here) = Open(pair, Capability.ControlInput);

        foreach (var size in new[] { 1, 13, 40 })
        {
            await WriteAsync(here.Channel.Pipe.Output, new byte[size]);
            await there.Channel.Pipe.Input.TakeAsync(size);
        }

        Assert.Single(pair.AtInstrument.Headers.Where(h => h.Channel == One).Select(h => h.Length).Distinct());
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task No_record_leaves_while_the_gate_isnt_open()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, here) = Open(pair, Capability.ViewScreen, open: false);

        await WriteAsync(there.Channel.Pipe.Output, new byte[1000]);
        await pair.Instrument.SendAsync(new InstrumentToTechnician.PromptSeen(new AskId(1)));
        await pair.AtTechnician.NextAsync();
        Assert.DoesNotContain(pair.AtTechnician.Headers, h => h.Channel == One);
        Assert.Equal(default, there.Channel.Counts);

        there.Gate.Release(HoldReason.Session);
        await here.Channel.Pipe.Input.TakeAsync(1000);
        there.Gate.Hold(HoldReason.StopKey);
        await WriteAsync(there.Channel.Pipe.Output, new byte[1000]);
        await pair.Instrument.SendAsync(new InstrumentToTechnician.PromptSeen(new AskId(2)));
        await pair.AtTechnician.NextAsync();

        Assert.Equal(1, there.Channel.Counts.RecordsOut);
    }

    [Fact]
    public async Task A_reader_that_doesnt_read_holds_the_sender_back()
    {
        const int Total = 16 << 20;
        var pair = await PeerPair.ConnectAsync();
        var (there, here) = Open(pair, Capability.ViewScreen);

        var writing = WriteAsync(there.Channel.Pipe.Output, new byte[Total]);
        await pair.AtTechnician.Stalled.Task.WaitAsync(LinkPair.Patience);

        Assert.False(writing.IsCompleted);
        Assert.True(here.Channel.Counts.BytesIn < 5 << 20, $"{here.Channel.Counts.BytesIn} bytes were taken without a reader");
        for (var left = Total; left > 0; left -= 1 << 20)
        {
            await here.Channel.Pipe.Input.TakeAsync(1 << 20);
        }

        await writing.WaitAsync(LinkPair.Patience);
    }

    [Fact]
    public async Task A_cut_lets_go_of_a_link_that_its_full_pipe_held_back()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, here) = Open(pair, Capability.ViewScreen);
        var writing = WriteAsync(there.Channel.Pipe.Output, new byte[16 << 20]);
        await pair.AtTechnician.Stalled.Task.WaitAsync(LinkPair.Patience);

        here.Channel.Cut();
        there.Channel.Cut();
        await pair.Instrument.SendAsync(new InstrumentToTechnician.PromptSeen(new AskId(9)));

        Assert.Equal(new InstrumentToTechnician.PromptSeen(new AskId(9)), (await pair.AtTechnician.NextAsync()).Message);
        await writing.WaitAsync(LinkPair.Patience);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public async Task A_cut_closes_the_gate_destroys_the_keys_and_completes_the_pipe()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, _) = Open(pair, Capability.ViewScreen);

        there.Channel.Cut();
        there.Channel.Cut();

        Assert.Equal(GateState.Closed, there.Gate.State);
        Assert.False(pair.InstrumentKeys.Close(One));
        await there.Channel.Pipe.Input.EndAsync();
        await WriteUntilCompletedAsync(there.Channel.Pipe.Output);
        Assert.Equal(0, there.Channel.Counts.RecordsOut);
    }

    [Fact]
    public async Task Late_records_of_a_cut_channel_are_dropped_and_counted()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, here) = Open(pair, Capability.ControlInput);
        there.Channel.Cut();

        await WriteAsync(here.Channel.Pipe.Output, new byte[10]);
        await UntilAsync(() => here.Channel.Counts.RecordsOut == 1);
        await pair.Technician.SendAsync(new TechnicianToInstrument.Chat("after"));
        await pair.AtInstrument.NextAsync();

        Assert.Equal(1, pair.InstrumentKeys.DroppedRecords);
        Assert.Equal(new ChannelCounts(1, here.Channel.Counts.BytesOut, 0, 0), there.Channel.Counts);
        Assert.Equal(RecordFailure.None, pair.InstrumentKeys.Failure);
    }

    [Fact]
    public async Task A_record_for_a_channel_that_was_never_opened_is_a_fault()
    {
        var pair = await PeerPair.ConnectAsync();
        var channel = pair.Technician.Open(One, Capability.ControlInput, OpenGate());

        await WriteAsync(channel.Pipe.Output, new byte[10]);

        Assert.Equal(nameof(RecordFailure.NeverOpened), (await pair.AtInstrument.NextAsync()).Fault);
    }

    [Fact]
    public async Task A_channel_that_the_peer_doesnt_know_yet_takes_records_and_sends_none()
    {
        var pair = await PeerPair.ConnectAsync();
        var there = pair.Instrument.Open(One, Capability.ClipboardFrom, OpenGate(), isAnnounced: false);
        await WriteAsync(there.Pipe.Output, new byte[10]);
        await pair.Instrument.SendAsync(new InstrumentToTechnician.PromptSeen(new AskId(1)));
        Assert.NotNull((await pair.AtTechnician.NextAsync()).Message);
        var here = pair.Technician.Open(One, Capability.ClipboardFrom, OpenGate());
        await WriteAsync(here.Pipe.Output, new byte[20]);
        await UntilAsync(() => there.Counts.RecordsIn == 1);
        Assert.Equal(0, there.Counts.RecordsOut);

        pair.Instrument.Announced();

        await UntilAsync(() => here.Counts.RecordsIn == 1);
        Assert.Equal(RecordFailure.None, pair.InstrumentKeys.Failure);
    }

    [Fact]
    public async Task A_channel_that_is_cut_before_the_peer_knew_it_lets_its_pump_go()
    {
        var pair = await PeerPair.ConnectAsync();
        var there = pair.Instrument.Open(One, Capability.ViewScreen, OpenGate(), isAnnounced: false);

        there.Cut();
        pair.Instrument.Announced();

        await WriteUntilCompletedAsync(there.Pipe.Output);
        Assert.Equal(0, there.Counts.RecordsOut);
    }

    [Fact]
    public async Task Input_without_its_padding_is_a_fault()
    {
        var pair = await PeerPair.ConnectAsync();
        pair.Instrument.Open(One, Capability.ControlInput, OpenGate());
        var channel = pair.Technician.Open(One, Capability.ClipboardTo, OpenGate());

        await WriteAsync(channel.Pipe.Output, new byte[10]);

        Assert.NotNull((await pair.AtInstrument.NextAsync()).Fault);
    }

    [Fact]
    public async Task A_message_of_the_other_side_is_a_fault()
    {
        var pair = await PeerPair.ConnectAsync();

        await pair.Instrument.SendAsync(new TechnicianToInstrument.WithdrawAsk(new AskId(1)));

        Assert.NotNull((await pair.AtTechnician.NextAsync()).Fault);
    }

    [Fact]
    public async Task A_channel_number_is_never_used_twice()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, _) = Open(pair, Capability.ViewScreen);
        there.Channel.Cut();

        Assert.Throws<InvalidOperationException>(() => pair.Instrument.Open(One, Capability.ViewScreen, OpenGate()));
    }

    [Fact]
    public async Task A_good_bye_is_told_end_to_end_and_nothing_follows_it()
    {
        var pair = await PeerPair.ConnectAsync();

        await pair.Technician.CloseAsync(CloseReason.Finished);

        Assert.True((await pair.AtInstrument.NextAsync()).IsClosed);
        Assert.False(await pair.Technician.SendAsync(new TechnicianToInstrument.Chat("still here")));
    }

    [Fact]
    public async Task When_the_keys_are_gone_a_pump_that_still_writes_is_let_go()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, _) = Open(pair, Capability.ViewScreen);

        // A fault elsewhere destroyed every key; nobody has cut this channel yet, and its gate is open.
        pair.InstrumentKeys.Dispose();

        await WriteUntilCompletedAsync(there.Channel.Pipe.Output);
        Assert.True(there.Gate.IsOpen);
    }

    [Fact]
    public async Task Disposing_cuts_every_channel()
    {
        var pair = await PeerPair.ConnectAsync();
        var (there, _) = Open(pair, Capability.ViewScreen);

        pair.Instrument.Dispose();

        Assert.Equal(GateState.Closed, there.Gate.State);
        await there.Channel.Pipe.Input.EndAsync();
        Assert.False(await pair.Instrument.SendAsync(new InstrumentToTechnician.PromptSeen(new AskId(1))));
    }

    private static (End There, End Here) Open(PeerPair pair, Capability capability, bool open = true)
    {
        var (there, here) = (new ChannelGate(TimeProvider.System), OpenGate());
        if (open)
        {
            there.Release(HoldReason.Session);
        }

        return (new End(pair.Instrument.Open(One, capability, there), there), new End(pair.Technician.Open(One, capability, here), here));
    }

    private static ChannelGate OpenGate()
    {
        var gate = new ChannelGate(TimeProvider.System);
        gate.Release(HoldReason.Session);
        return gate;
    }

    private static async Task WriteAsync(PipeWriter output, byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += 32 << 10)
        {
            var flushed = await output.WriteAsync(bytes.AsMemory(at, Math.Min(32 << 10, bytes.Length - at)));
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                return;
            }
        }
    }

    private static async Task WriteUntilCompletedAsync(PipeWriter output)
    {
        using var limit = new CancellationTokenSource(LinkPair.Patience);
        while (true)
        {
            var flushed = await output.WriteAsync(new byte[100], limit.Token);
            if (flushed.IsCompleted)
            {
                return;
            }

            await Task.Yield();
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(LinkPair.Patience);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed record End(IWireChannel Channel, ChannelGate Gate);
}
