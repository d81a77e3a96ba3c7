using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Actors.Sessions.AtConsole;

/// <summary>What the console's session actor is told.</summary>
public static class ConsoleMessages
{
    /// <summary>Ask the operator. Answered once, with <see cref="AskOpened"/> or <see cref="AskDenied"/>.</summary>
    public sealed record Ask(Capability Capability, int Minutes, string Reason, FileOffer? File) : INoSerializationVerificationNeeded;

    /// <summary>The operator said yes and the channel is open; for a renewal, the channel that was open already.</summary>
    public sealed record AskOpened(AskId Ask, GrantId Grant, ChannelId Channel, IChannelPump Pump) : INoSerializationVerificationNeeded;

    /// <summary>No.</summary>
    public sealed record AskDenied(string Code, string Sentence);

    /// <summary>The PIN once more, after a wrong one.</summary>
    public sealed record PresentPin(SecretText Pin) : INoSerializationVerificationNeeded;

    /// <summary>Give a capability back.</summary>
    public sealed record Release(Capability Capability);

    /// <summary>Say something to the operator.</summary>
    public sealed record Chat(string Text);

    /// <summary>End the session.</summary>
    public sealed record Leave(string Reason);

    /// <summary>The handshake with the instrument is complete; sent by the console's link.</summary>
    public sealed record Proved(Orchestrator.Links.Channels.PeerConnection Peer, string Sas, ReadOnlyMemory<byte> TranscriptHash, ImmutableArray<TicketCapability> Admitted) : INoSerializationVerificationNeeded;

    /// <summary>The answer to a record: the channels agree with it.</summary>
    public sealed record RecordFollowed : IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static RecordFollowed Instance { get; } = new();
    }

    /// <summary>A message of the instrument. A record is answered with <see cref="RecordFollowed"/>.</summary>
    public sealed record InstrumentSays(PeerMessage Message) : INoSerializationVerificationNeeded;

    /// <summary>The instrument's link came or went.</summary>
    public sealed record InstrumentLink(bool Up);

    /// <summary>The broker took the right away.</summary>
    public sealed record Revoked(string Reason);

    /// <summary>This console's link is gone, or a check failed.</summary>
    public sealed record LinkEnded(LinkConnection Connection, LinkOutcome Outcome) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The session actor wants a new link: the one that was is lost, and the session may go on.</summary>
    public sealed record Redial
    {
        /// <summary>The only one.</summary>
        public static Redial Instance { get; } = new();
    }

    /// <summary>The broker doesn't take the session up on a new link.</summary>
    public sealed record ResumeRefused(string Code, string Sentence);

    /// <summary>The peer broke the protocol.</summary>
    public sealed record Violation(string Fault);

    /// <summary>Death message of a question's actor.</summary>
    public sealed record AskDied(uint RequestId);

    /// <summary>Death message of the session actor.</summary>
    public sealed record SessionDied
    {
        /// <summary>The only one.</summary>
        public static SessionDied Instance { get; } = new();
    }
}
