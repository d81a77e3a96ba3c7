using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>What the broker tells an instrument.</summary>
public static class BrokerToInstrument
{
    /// <summary>The session has a number.</summary>
    /// <param name="Session">What the operator reads aloud.</param>
    /// <param name="UtcMilliseconds">The broker's time, by which tickets are judged.</param>
    /// <param name="BrokerLogOrigin">Origin line of the broker's log.</param>
    /// <param name="BrokerCheckpoint">The newest signed checkpoint of the broker's log; empty when it has none yet.</param>
    public sealed record SessionRegistered(SessionNumber Session, long UtcMilliseconds, string BrokerLogOrigin, Blob BrokerCheckpoint) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.SessionRegistered;
    }

    /// <summary>The instrument's line with this sequence, and every one before it, is durable at the broker.</summary>
    public sealed record EventStored(long Sequence) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.EventStored;
    }

    /// <summary>A technician was admitted and will begin a handshake under this ticket. The issuing certificate is the one above the technician's.</summary>
    public sealed record TechnicianAdmitted(Blob Ticket, Blob TechnicianCertificate, Blob IssuingCertificate) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.TechnicianAdmitted;
    }
}

/// <summary>What the broker tells a console.</summary>
public static class BrokerToConsole
{
    /// <summary>The person is signed in; the console's key is certified.</summary>
    public sealed record SignedIn(string PrintedName, string Role, Blob Certificate, Blob IssuingCertificate) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.SignedIn;
    }

    /// <summary>Admitted: the handshake with the instrument may begin. One <see cref="ConsoleToBroker.Connect"/> gives at most three of these.</summary>
    /// <param name="Ticket">The signed ticket, byte for byte as the instrument has it.</param>
    /// <param name="TechnicianCertificate">The certificate that the ticket names; shown to the instrument in M3.</param>
    /// <param name="UtcMilliseconds">The broker's time.</param>
    /// <param name="Instrument">What the instrument says about itself: to show before the handshake, not to rely on.</param>
    /// <param name="ApprovalNeeded">What isn't in the ticket because the policy wants a supervisor's approval for it: to show, not to rely on.</param>
    public sealed record Connected(Blob Ticket, Blob TechnicianCertificate, long UtcMilliseconds, Instrument Instrument, CapabilitySet ApprovalNeeded) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.Connected;
    }

    /// <summary>The secret from which an authenticator makes codes; it counts once a code of it came back on this link.</summary>
    /// <param name="Secret">20 bytes.</param>
    /// <param name="Issuer">Whose account it is, as authenticators show it.</param>
    /// <param name="Account">The account's name, as the broker writes it.</param>
    public sealed record ActivationOffered(Blob Secret, string Issuer, string Account) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ActivationOffered;

        /// <summary>Never the secret.</summary>
        public override string ToString() => $"ActivationOffered {{ Issuer = {Issuer}, Account = {Account} }}";
    }

    /// <summary>The account is activated.</summary>
    /// <param name="RecoveryCodes">Ten; each stands in for a code once. Shown once.</param>
    /// <param name="ConsoleApproved">False: somebody else must approve this console before it can sign in.</param>
    public sealed record Activated(IReadOnlyList<SecretText> RecoveryCodes, bool ConsoleApproved) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.Activated;

        /// <inheritdoc/>
        public bool Equals(Activated? other) => other is not null && ConsoleApproved == other.ConsoleApproved && RecoveryCodes.SequenceEqual(other.RecoveryCodes);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(RecoveryCodes.Count, ConsoleApproved);

        /// <summary>Never the codes.</summary>
        public override string ToString() => $"Activated {{ ConsoleApproved = {ConsoleApproved} }}";
    }
}

/// <summary>What the broker tells either of them.</summary>
public static class BrokerToBoth
{
    /// <summary>The other end's link came or went.</summary>
    public sealed record PeerLink(bool Up) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.PeerLink;
    }

    /// <summary>The new link has taken the older one's place.</summary>
    /// <param name="PeerUp">True when the other end is there.</param>
    /// <param name="UtcMilliseconds">The broker's time.</param>
    public sealed record SessionResumed(bool PeerUp, long UtcMilliseconds) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.SessionResumed;
    }

    /// <summary>The broker took the right away; nothing is relayed any more.</summary>
    public sealed record Revoked(string Reason) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.Revoked;
    }

    /// <summary>Every five seconds: a counter that grows by one, the broker's time, its newest checkpoint (empty when unchanged).</summary>
    public sealed record Heartbeat(long Counter, long UtcMilliseconds, Blob Checkpoint) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.Heartbeat;
    }

    /// <summary>What was asked for isn't given: a stable code and a sentence for the person.</summary>
    public sealed record Refused(string Code, string Sentence) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.Refused;
    }
}
