using Akka.Actor;
using Akka.TestKit;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Relaying;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Tests.Channels;

/// <summary>A channel's actor, at the ends and at the broker: however it dies, the gate is closed and the pipe is cut.</summary>
public sealed class ChannelActorSpecs : ActorSpecs
{
    private static readonly ChannelId One = new(1);

    [Theory]
    [InlineData("running")]
    [InlineData("pump ended")]
    [InlineData("pump throws")]
    [InlineData("pump throws at once")]
    [InlineData("stopped")]
    public async Task However_it_dies_gate_pipe_and_pump_go_with_it(string how)
    {
        var gate = new ChannelGate(Time);
        gate.Release(HoldReason.Session);
        var wire = new FakeWireChannel(World, One, gate);
        var pump = new FakePump(World, One) { ThrowsAtOnce = how == "pump throws at once" };
        var session = CreateTestProbe();
        var actor = Sys.ActorOf(ChannelActor.Props(One, gate, wire, pump, session.Ref));

        if (how == "pump ended")
        {
            pump.Done.SetResult(new PumpEnd(PumpOutcome.Done));
            Assert.Equal(One, (await session.ExpectMsgAsync<ChannelMessages.PumpEnded>()).Channel);
            Assert.False(wire.IsCut);
        }
        else if (how == "pump throws")
        {
            pump.Done.SetException(new InvalidOperationException("no screen"));
        }

        actor.Tell(how == "stopped" ? PoisonPill.Instance : Kill.Instance);
        await StoppedAsync(actor);

        Assert.Equal(GateState.Closed, gate.State);
        Assert.True(wire.IsCut);
        Assert.True(pump.IsDisposed);
        Assert.True(pump.Stopped.IsCancellationRequested);
    }

    [Fact]
    public async Task The_brokers_channel_closes_with_its_actor()
    {
        var channel = new RelayChannel(One, Capability.ViewScreen);
        var record = new RecordHeader(FrameType.PeerData, One, 0, 0, 100);
        var actor = Sys.ActorOf(RelayChannelActor.Props(channel));
        Assert.True(channel.TryPass(towardsInstrument: true, record));

        actor.Tell(Kill.Instance);
        await StoppedAsync(actor);

        Assert.False(channel.TryPass(towardsInstrument: true, record));
    }
}
