using System.Buffers;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Tests.Links;

/// <summary>What the broker says reaches the session actor, however fast it says it.</summary>
public sealed class InstrumentLinkSpecs : ActorSpecs
{
    private static readonly SessionNumber Number = new(123_456_789);

    [Fact]
    public async Task A_confirmation_that_comes_before_the_session_is_bound_isnt_lost()
    {
        var pair = await LinkPair.ConnectAsync();
        using var logKey = Ed25519Key.Generate(SystemRandomSource.Instance);
        var identity = new InstrumentIdentity(TestKeys.Instrument, logKey.Public, default, default, "broker.vendor.example", "Vendor", SystemRandomSource.Instance);
        using var link = new InstrumentLink(pair.Endpoint, identity, new BrokerClock(Time), Time);
        using var stop = new CancellationTokenSource();
        var running = link.RunAsync(pair.Endpoint, stop.Token);
        _ = pair.Broker.RunAsync(new Deaf(), stop.Token);
        var instrument = new Instrument("Liquid handler 3", "LH-0042", "Basel", "Linux", "0.1.0", new string('a', 64));
        var registering = link.RegisterAsync(
            new InstrumentToBroker.RegisterSession(instrument, "vendor.example/run", new byte[32], new byte[384], new byte[32], Blob.Empty, "test"), stop.Token);

        await pair.Broker.SendAsync(new BrokerToInstrument.SessionRegistered(Number, 1, "vendor.example/log", Blob.Empty));
        await pair.Broker.SendAsync(new BrokerToInstrument.EventStored(7));
        await registering.WaitAsync(Patience);
        var session = CreateTestProbe();
        link.Bind(session.Ref, Number);

        Assert.Equal(7, (await session.ExpectMsgAsync<InstrumentMessages.BrokerStored>()).Sequence);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);
    }

    private sealed class Deaf : ILinkReceiver
    {
        public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken) => default;

        public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) => default;
    }
}
