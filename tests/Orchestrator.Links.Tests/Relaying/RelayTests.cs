using System.Buffers;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Relaying;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Tests.Relaying;

/// <summary>The broker's wall: nothing passes before a channel is open, after it closed, or after a veto.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private static readonly ChannelId One = new(1);

    private readonly Relay _relay = new();
    private readonly Recorder _atInstrument = new();
    private readonly Recorder _atConsole = new();
    private LinkPair _instrument = null!;
    private LinkPair _console = null!;

    public async Task InitializeAsync()
    {
        _instrument = await LinkPair.ConnectAsync();
        _console = await LinkPair.ConnectAsync(EndpointKind.Console);
        _relay.AttachInstrument(_instrument.Broker);
        _relay.AttachConsole(_console.Broker);
        _ = _instrument.Endpoint.RunAsync(_atInstrument, CancellationToken.None);
        _ = _console.Endpoint.RunAsync(_atConsole, CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Requirement", "R-AUTHZ-9")]
    public async Task A_channel_that_was_never_opened_passes_nothing_either_way()
    {
        await Both(One);
        await Both(ChannelId.Control);

        Assert.Equal(ChannelId.Control, (await _atConsole.NextAsync<RecordHeader>()).Channel);
        Assert.Equal(ChannelId.Control, (await _atInstrument.NextAsync<RecordHeader>()).Channel);
        Assert.Equal(2, _relay.Refused);
    }

    [Fact]
    public async Task An_open_channel_passes_and_counts_and_a_closed_one_does_neither()
    {
        var channel = new RelayChannel(One, Capability.ViewScreen);
        _relay.Open(channel);
        await Both(One);
        Assert.Equal(One, (await _atConsole.NextAsync<RecordHeader>()).Channel);
        Assert.Equal(One, (await _atInstrument.NextAsync<RecordHeader>()).Channel);

        var final = channel.Close();
        await Both(One);
        await Both(ChannelId.Control);

        Assert.Equal(ChannelId.Control, (await _atConsole.NextAsync<RecordHeader>()).Channel);
        Assert.Equal(ChannelId.Control, (await _atInstrument.NextAsync<RecordHeader>()).Channel);
        Assert.Equal((1, 1), (final.RecordsIn, final.RecordsOut));
        Assert.Equal(final, channel.Counts);
        Assert.Equal(2, channel.Refused);
    }

    [Fact]
    public async Task After_a_veto_nothing_passes_whatever_is_opened_later()
    {
        var before = new RelayChannel(One, Capability.ViewScreen);
        _relay.Open(before);

        _relay.Veto();
        _relay.Open(new RelayChannel(new ChannelId(2), Capability.ViewScreen));
        await Both(One);
        await Both(new ChannelId(2));
        await Both(ChannelId.Control);
        await _console.Broker.SendAsync(new BrokerToBoth.PeerLink(false));
        await _instrument.Broker.SendAsync(new BrokerToBoth.PeerLink(false));

        await _atConsole.NextAsync<BrokerToBoth.PeerLink>();
        await _atInstrument.NextAsync<BrokerToBoth.PeerLink>();
        Assert.Equal(default, before.Counts);
    }

    [Fact]
    public async Task Without_the_other_link_nothing_passes()
    {
        _relay.AttachConsole(null);

        Assert.False(await _relay.FromInstrumentAsync(_instrument.Broker, Header(ChannelId.Control), Record(ChannelId.Control)));
        Assert.Equal(0, _relay.Refused);
    }

    [Fact]
    public async Task What_comes_on_a_link_that_another_has_replaced_goes_nowhere()
    {
        var newer = await LinkPair.ConnectAsync();
        _relay.AttachInstrument(newer.Broker);

        Assert.False(await _relay.FromInstrumentAsync(_instrument.Broker, Header(ChannelId.Control), Record(ChannelId.Control)));
        Assert.True(await _relay.FromInstrumentAsync(newer.Broker, Header(ChannelId.Control), Record(ChannelId.Control)));
    }

    [Fact]
    public async Task A_record_that_passes_again_is_counted_once()
    {
        var channel = new RelayChannel(One, Capability.ViewScreen);
        _relay.Open(channel);

        await Both(One);
        await Both(One);

        Assert.Equal((1, 1), (channel.Counts.RecordsIn, channel.Counts.RecordsOut));
    }

    [Fact]
    public async Task The_record_passes_byte_for_byte()
    {
        var record = Record(ChannelId.Control).ToArray();
        record[^1] = 77;
        var got = new TaskCompletionSource<byte[]>();
        _atConsole.Peer = (_, whole, _) =>
        {
            got.TrySetResult(whole.ToArray());
            return default;
        };

        await _relay.FromInstrumentAsync(_instrument.Broker, Header(ChannelId.Control), new ReadOnlySequence<byte>(record));

        Assert.Equal(record, await got.Task.WaitAsync(LinkPair.Patience));
    }

    private async Task Both(ChannelId channel)
    {
        await _relay.FromInstrumentAsync(_instrument.Broker, Header(channel), Record(channel));
        await _relay.FromConsoleAsync(_console.Broker, Header(channel), Record(channel));
    }

    private static RecordHeader Header(ChannelId channel) => new(FrameType.PeerData, channel, 0, 0, 100);

    private static ReadOnlySequence<byte> Record(ChannelId channel)
    {
        var record = new byte[RecordHeader.Size + 100];
        Header(channel).Write(record);
        return new ReadOnlySequence<byte>(record);
    }
}
