using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>What the instrument's session actor is told.</summary>
public static class InstrumentMessages
{
    /// <summary>Decide on this. Answered with <see cref="Carried"/> or <see cref="Refused"/>.</summary>
    public sealed record Do(SessionCommand Command) : INoSerializationVerificationNeeded;

    /// <summary>A technician proved himself; from here on the wire leads to him.</summary>
    public sealed record TechnicianProved(Technician Technician, SessionPolicy Policy, string TranscriptHash, SecretText Sas, TicketGiven Ticket) : INoSerializationVerificationNeeded;

    /// <summary>The terms of a ticket, as they were at a moment of the clock.</summary>
    /// <param name="Policy">The policy that permitted it.</param>
    /// <param name="ApprovedBy">Printed name of the supervisor who approved a capability.</param>
    /// <param name="Left">Time until its end, by the broker's clock.</param>
    /// <param name="At">Timestamp at which that was left.</param>
    public sealed record TicketGiven(PolicyVersion Policy, ImmutableSortedDictionary<Capability, string> ApprovedBy, TimeSpan Left, long At);

    /// <summary>The technician gave a PIN.</summary>
    public sealed record PinGiven(SecretText Pin) : INoSerializationVerificationNeeded;

    /// <summary>The operator typed the digits that were read out.</summary>
    public sealed record SasTyped(SecretText Sas) : INoSerializationVerificationNeeded;

    /// <summary>The technician asked. <see cref="AskTaken"/> or <see cref="Refused"/> goes back to the sender with the request's number.</summary>
    public sealed record TechnicianAsked(uint RequestId, TechnicianCommands.Ask Ask) : INoSerializationVerificationNeeded;

    /// <summary>The broker acknowledged a record as durable.</summary>
    public sealed record BrokerStored(long Sequence);

    /// <summary>The operator did something on this computer.</summary>
    public sealed record LocalInput : IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static LocalInput Instance { get; } = new();
    }

    /// <summary>This computer's session got locked, or isn't locked any more.</summary>
    public sealed record SessionLock(bool IsLocked);

    /// <summary>The command was carried out, or no longer applied.</summary>
    public sealed record Carried(SessionCommand Command) : INoSerializationVerificationNeeded;

    /// <summary>The command was refused.</summary>
    public sealed record Refused(string Code, string Sentence, uint RequestId = 0);

    /// <summary>A question got its number.</summary>
    public sealed record AskTaken(uint RequestId, AskId Ask);

    /// <summary>A consent actor has the operator's answer, with its receipt; null only where nobody answered.</summary>
    public sealed record PromptAnswered(AskId Ask, PromptAnswer Answer, string TextSha256, Receipt? Receipt) : INoSerializationVerificationNeeded;

    /// <summary>There is no receipt of the operator's answer, so the answer doesn't count.</summary>
    public sealed record ReceiptFailed(AskId Ask, string Reason);

    /// <summary>A consent actor shows its prompt.</summary>
    public sealed record PromptShown(AskId Ask);

    /// <summary>Nobody answered in time.</summary>
    public sealed record PromptTimedOut(AskId Ask);

    /// <summary>Death message of a consent actor.</summary>
    public sealed record ConsentDied(AskId Ask);

    /// <summary>Death message of the session actor.</summary>
    public sealed record SessionDied
    {
        /// <summary>The only one.</summary>
        public static SessionDied Instance { get; } = new();
    }

    /// <summary>A look at the clock.</summary>
    public sealed record Tick : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static Tick Instance { get; } = new();
    }
}
