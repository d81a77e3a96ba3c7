using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Tests.Multiplexing;

/// <summary>One link: messages both ways, order, priority, and how it ends.</summary>
public sealed class LinkConnectionTests
{
    [Fact]
    public async Task Messages_arrive_both_ways_in_the_order_of_the_calls()
    {
        var pair = await LinkPair.ConnectAsync();
        var (atBroker, atInstrument) = (new Recorder(), new Recorder());
        _ = pair.Broker.RunAsync(atBroker, CancellationToken.None);
        _ = pair.Endpoint.RunAsync(atInstrument, CancellationToken.None);

        var sent = Enumerable.Range(0, 100).Select(i => pair.Endpoint.SendAsync(new InstrumentToBroker.AppendEvent(i, new byte[] { 1 }))).ToList();
        Assert.True(await pair.Broker.SendAsync(new BrokerToInstrument.EventStored(7)));

        Assert.All(await Task.WhenAll(sent).WaitAsync(LinkPair.Patience), Assert.True);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, (await atBroker.NextAsync<InstrumentToBroker.AppendEvent>()).Sequence);
        }

        Assert.Equal(7, (await atInstrument.NextAsync<BrokerToInstrument.EventStored>()).Sequence);
    }

    [Fact]
    public async Task Behind_a_slow_link_the_most_urgent_record_goes_first()
    {
        var pair = await LinkPair.ConnectAsync();
        var blocked = await FillAsync(pair);
        var file = Forward(pair, RecordPriority.File, channel: 4);
        var screen = Forward(pair, RecordPriority.Screen, channel: 3);
        var control = Forward(pair, RecordPriority.Control, channel: 2);
        var input = Forward(pair, RecordPriority.Input, channel: 1);

        var order = new List<uint>();
        while (order.Count < 4)
        {
            var header = await pair.Pipes.Far.Input.TakeRecordAsync();
            if (header.Channel.Value != 9)
            {
                order.Add(header.Channel.Value);
            }
        }

        Assert.Equal([1u, 2u, 3u, 4u], order);
        Assert.All(await Task.WhenAll(blocked, file, screen, control, input).WaitAsync(LinkPair.Patience), Assert.True);
    }

    [Fact]
    public async Task A_record_that_may_no_longer_pass_when_its_turn_comes_isnt_sent()
    {
        var pair = await LinkPair.ConnectAsync();
        await FillAsync(pair);
        var mayPass = true;
        var late = pair.Endpoint.ForwardAsync(RecordPriority.Screen, Record(channel: 1), () => mayPass);
        var behind = Forward(pair, RecordPriority.File, channel: 2);

        mayPass = false;
        while (true)
        {
            var header = await pair.Pipes.Far.Input.TakeRecordAsync();
            Assert.NotEqual(1u, header.Channel.Value);
            if (header.Channel.Value == 2)
            {
                break;
            }
        }

        Assert.False(await late.WaitAsync(LinkPair.Patience));
        Assert.True(await behind.WaitAsync(LinkPair.Patience));
    }

    [Fact]
    public async Task An_end_under_the_links_keys_is_orderly()
    {
        var pair = await LinkPair.ConnectAsync();
        var running = pair.Broker.RunAsync(new Recorder(), CancellationToken.None);

        await pair.Endpoint.CloseAsync(CloseReason.Finished).WaitAsync(LinkPair.Patience);

        Assert.Equal(LinkOutcome.Orderly, await running.WaitAsync(LinkPair.Patience));
        Assert.False(await pair.Endpoint.SendAsync(new InstrumentToBroker.EndSession()));
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_close_is_a_lost_link()
    {
        var pair = await LinkPair.ConnectAsync();
        var running = pair.Broker.RunAsync(new Recorder(), CancellationToken.None);

        await pair.Pipes.Near.Output.CompleteAsync();

        Assert.Equal(LinkOutcomeKind.Lost, (await running.WaitAsync(LinkPair.Patience)).Kind);
        Assert.False(await pair.Broker.SendAsync(new BrokerToInstrument.EventStored(1)));
    }

    [Fact]
    public async Task A_stream_that_ends_inside_a_record_is_a_lost_link()
    {
        var pair = await LinkPair.ConnectAsync();
        var running = pair.Broker.RunAsync(new Recorder(), CancellationToken.None);

        await pair.Pipes.Near.Output.WriteAsync(Record(channel: 1).AsMemory(0, 30));
        await pair.Pipes.Near.Output.CompleteAsync();

        var outcome = await running.WaitAsync(LinkPair.Patience);
        Assert.Equal(LinkOutcome.Lost("the connection ended inside a record"), outcome);
    }

    [Fact]
    public async Task Cancelling_ends_the_link_locally_and_completes_the_pipe()
    {
        var pair = await LinkPair.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var running = pair.Broker.RunAsync(new Recorder(), stop.Token);

        await stop.CancelAsync();

        Assert.Equal(LinkOutcome.Local, await running.WaitAsync(LinkPair.Patience));
        await pair.Pipes.Near.Input.EndAsync();
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("handshake")]
    [InlineData("channel")]
    [InlineData("replay")]
    [InlineData("wrong sender")]
    [InlineData("tampered")]
    public async Task What_no_honest_peer_sends_ends_the_link(string what)
    {
        var pair = await LinkPair.ConnectAsync();
        var recorder = new Recorder();
        var running = pair.Endpoint.RunAsync(recorder, CancellationToken.None);
        var toEndpoint = pair.Pipes.Far.Output;

        switch (what)
        {
            case "garbage":
                await toEndpoint.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
                break;
            case "handshake":
                await toEndpoint.WriteAsync(Record(channel: 0, FrameType.LinkHandshake));
                break;
            case "channel":
                await toEndpoint.WriteAsync(Record(channel: 3, FrameType.LinkData));
                break;
            case "replay":
                await toEndpoint.WriteAsync(Record(channel: 0, FrameType.LinkData, sequence: 5));
                break;
            case "wrong sender":
                await pair.Broker.SendAsync(new InstrumentToBroker.EndSession());
                break;
            default:
                await toEndpoint.WriteAsync(Record(channel: 0, FrameType.LinkData));
                break;
        }

        Assert.Equal(LinkOutcomeKind.Violation, (await running.WaitAsync(LinkPair.Patience)).Kind);
        await pair.Pipes.Far.Input.EndAsync();
    }

    [Fact]
    public async Task A_record_is_handed_over_only_when_the_one_before_it_is_done()
    {
        var pair = await LinkPair.ConnectAsync();
        var release = new TaskCompletionSource();
        var entered = new List<uint>();
        var bothIn = new TaskCompletionSource();
        _ = pair.Broker.RunAsync(
            new Recorder
            {
                Peer = async (header, _, _) =>
                {
                    entered.Add(header.Channel.Value);
                    if (entered.Count == 1)
                    {
                        await release.Task;
                        Assert.Single(entered);
                    }
                    else
                    {
                        bothIn.SetResult();
                    }
                },
            },
            CancellationToken.None);
        await Forward(pair, RecordPriority.File, channel: 1);
        await Forward(pair, RecordPriority.File, channel: 2);

        release.SetResult();

        await bothIn.Task.WaitAsync(LinkPair.Patience);
        Assert.Equal([1u, 2u], entered);
    }

    /// <summary>Sends until the transport takes no more; gives the record that is under way.</summary>
    private static async Task<Task<bool>> FillAsync(LinkPair pair)
    {
        for (var i = 0; i < 1000; i++)
        {
            var sending = Forward(pair, RecordPriority.File, channel: 9);
            if (!sending.IsCompleted)
            {
                return sending;
            }

            Assert.True(await sending);
        }

        throw new InvalidOperationException("The link takes everything: it isn't bounded.");
    }

    private static Task<bool> Forward(LinkPair pair, RecordPriority priority, uint channel) => pair.Endpoint.ForwardAsync(priority, Record(channel), () => true);

    private static byte[] Record(uint channel, FrameType type = FrameType.PeerData, ulong sequence = 0)
    {
        var record = new byte[RecordHeader.Size + 8000];
        new RecordHeader(type, new ChannelId(channel), 0, sequence, 8000).Write(record);
        return record;
    }
}
