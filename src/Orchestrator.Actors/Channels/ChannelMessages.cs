using Akka.Event;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Channels;

/// <summary>What a session actor is told about its channels, at the instrument and at the console.</summary>
public static class ChannelMessages
{
    /// <summary>A channel's pump ended by itself.</summary>
    public sealed record PumpEnded(ChannelId Channel, PumpEnd End) : Akka.Actor.INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Death message of a channel actor.</summary>
    public sealed record ChannelDied(ChannelId Channel) : IDeadLetterSuppression;
}
