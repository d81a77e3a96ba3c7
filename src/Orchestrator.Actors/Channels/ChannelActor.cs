using Akka.Actor;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;

namespace Orchestrator.Actors.Channels;

/// <summary>
/// Owns one channel: its gate, its end of the wire and its pump. However it dies, the gate is closed and the pipe is cut first;
/// it is never restarted, for nothing restarts into "consented".
/// </summary>
public sealed class ChannelActor : UntypedActor
{
    private readonly ChannelId _id;
    private readonly ChannelGate _gate;
    private readonly IWireChannel _wire;
    private readonly IChannelPump _pump;
    private readonly IActorRef _session;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Takes over gate, wire and pump.</summary>
    public ChannelActor(ChannelId id, ChannelGate gate, IWireChannel wire, IChannelPump pump, IActorRef session)
    {
        _id = id;
        _gate = gate;
        _wire = wire;
        _pump = pump;
        _session = session;
    }

    /// <summary>How to make one.</summary>
    public static Props Props(ChannelId id, ChannelGate gate, IWireChannel wire, IChannelPump pump, IActorRef session) =>
        Akka.Actor.Props.Create(() => new ChannelActor(id, gate, wire, pump, session));

    /// <inheritdoc/>
    protected override void PreStart() => RunPump().PipeTo(Self, failure: e => new PumpBroke(e.GetType().Name));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PumpEnd end:
                _session.Tell(new ChannelMessages.PumpEnded(_id, end));
                break;
            case PumpBroke broke:
                throw new ChannelPumpException($"the pump of channel {_id} failed: {broke.Kind}");
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _gate.Close();
        _wire.Cut();
        _stop.Cancel();
        _stop.Dispose();
        _ = _pump.DisposeAsync().AsTask();
    }

    /// <summary>A pump that throws at once has failed like one that fails later: an actor that breaks in its start is never told of its stop.</summary>
    private async Task<PumpEnd> RunPump() => await _pump.RunAsync(_wire.Pipe, _gate, _stop.Token).ConfigureAwait(false);

    private sealed record PumpBroke(string Kind);
}

/// <summary>A pump ended with an exception.</summary>
public sealed class ChannelPumpException(string message) : Exception(message);
