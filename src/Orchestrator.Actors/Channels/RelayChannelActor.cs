using Akka.Actor;
using Orchestrator.Links.Relaying;

namespace Orchestrator.Actors.Channels;

/// <summary>Owns one channel's gate at the broker. However it dies, the gate is closed first; it is never restarted.</summary>
public sealed class RelayChannelActor : UntypedActor
{
    private readonly RelayChannel _channel;

    /// <summary>Takes over an open gate.</summary>
    public RelayChannelActor(RelayChannel channel) => _channel = channel;

    /// <summary>How to make one.</summary>
    public static Props Props(RelayChannel channel) => Akka.Actor.Props.Create(() => new RelayChannelActor(channel));

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);

    /// <inheritdoc/>
    protected override void PostStop() => _channel.Close();
}
