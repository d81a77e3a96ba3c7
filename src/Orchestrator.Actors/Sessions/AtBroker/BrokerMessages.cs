using Akka.Actor;
using Akka.Event;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Relaying;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>What the broker's session actors are told. Every one carries its session's number, so that only the router knows where a session lives.</summary>
public static class BrokerMessages
{
    /// <summary>A message for one session.</summary>
    public interface IForSession
    {
        /// <summary>Which.</summary>
        SessionNumber Session { get; }
    }

    /// <summary>An instrument wants a session. Answered with <see cref="Registered"/> or <see cref="Refused"/>.</summary>
    public sealed record Register(InstrumentToBroker.RegisterSession Wish, Endpoint From, LinkConnection Link) : INoSerializationVerificationNeeded
    {
        /// <summary>What its program says about itself.</summary>
        public PostureClaim Claim { get; } = new(
            Wish.Instrument.Version, Wish.Instrument.OperatingSystem, Convert.ToHexStringLower(Wish.ExecutableSha256.Span), Wish.Composition);
    }

    /// <summary>The session exists.</summary>
    public sealed record Registered(SessionNumber Session, Relay Relay) : INoSerializationVerificationNeeded;

    /// <summary>A durable record of the instrument. Answered with <see cref="Applied"/> once the gates agree with it.</summary>
    public sealed record Apply(SessionNumber Session, long Sequence, SessionEvent Event) : IForSession, INoSerializationVerificationNeeded;

    /// <summary>The gates agree with the record.</summary>
    public sealed record Applied(SessionNumber Session, long Sequence);

    /// <summary>A technician wants in. Answered with <see cref="Admitted"/> or <see cref="Refused"/>.</summary>
    public sealed record Admit(ConsoleToBroker.Connect Wish, Endpoint From, LinkConnection Link) : IForSession, INoSerializationVerificationNeeded
    {
        /// <inheritdoc/>
        public SessionNumber Session => Wish.Session;
    }

    /// <summary>The technician's link is attached.</summary>
    public sealed record Admitted(SessionNumber Session, Relay Relay, BrokerToConsole.Connected Answer) : INoSerializationVerificationNeeded;

    /// <summary>Does this session wait for a technician? Answered with <see cref="Waits"/> or <see cref="Refused"/>.</summary>
    public sealed record Find(SessionNumber Session) : IForSession;

    /// <summary>It does.</summary>
    public sealed record Waits(SessionNumber Session);

    /// <summary>Does this session's actor live? Until it doesn't, what its instrument left may still come from the instrument itself. Answered with <see cref="Alive"/>.</summary>
    public sealed record IsAlive(SessionNumber Session);

    /// <summary>Whether it does.</summary>
    public sealed record Alive(bool Yes);

    /// <summary>Not given: a code and a sentence.</summary>
    public sealed record Refused(string Code, string Sentence);

    /// <summary>An end that has been here before comes on a new link. Answered with <see cref="Reattached"/> or <see cref="Refused"/>.</summary>
    public sealed record Reattach(SessionNumber Session, Party Whose, Endpoint From, LinkConnection Link) : IForSession, INoSerializationVerificationNeeded;

    /// <summary>The new link is in the older one's place; its end has been told on it.</summary>
    public sealed record Reattached(Relay Relay) : INoSerializationVerificationNeeded;

    /// <summary>A link of the session is gone.</summary>
    public sealed record LinkEnded(SessionNumber Session, Party Whose, LinkOutcome Outcome, LinkConnection Link) : IForSession, INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The instrument said good-bye; its END was applied before.</summary>
    public sealed record InstrumentLeft(SessionNumber Session, LinkConnection Link) : IForSession, INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>A checkpoint of the instrument's log was kept.</summary>
    public sealed record CheckpointKept(SessionNumber Session, ReadOnlyMemory<byte> Note) : IForSession, INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The instrument's log contradicts itself.</summary>
    public sealed record Fork(SessionNumber Session, long Sequence) : IForSession;

    /// <summary>Takes every right of an account away, now; with a fingerprint, only what its console with that key has.</summary>
    /// <param name="Account">Whose.</param>
    /// <param name="KeyFingerprint">SHA-256 of the console's key, lower-case hex; null for all its consoles.</param>
    /// <param name="Reason">For the people in the session, and for the record.</param>
    public sealed record Revoke(string Account, string? KeyFingerprint, string Reason)
    {
        /// <summary>True when it concerns this account with this console.</summary>
        public bool Touches(string account, string fingerprint) => Account == account && (KeyFingerprint is null || KeyFingerprint == fingerprint);
    }

    /// <summary>Death message of a relay channel's actor.</summary>
    public sealed record ChannelDied(ChannelId Channel);

    /// <summary>Death message of a session's actor.</summary>
    public sealed record SessionDied(SessionNumber Session);
}
