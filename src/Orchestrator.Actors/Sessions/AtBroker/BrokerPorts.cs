using System.Collections.Immutable;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>The broker's own evidence log: what it saw and did itself.</summary>
public interface IBrokerJournal
{
    /// <summary>Completes when the record is durable. A throw means that it isn't.</summary>
    Task AppendAsync(BrokerObservation observation, CancellationToken cancellationToken);

    /// <summary>The newest signed checkpoint, as a signed note; empty before the first.</summary>
    ReadOnlyMemory<byte> LatestCheckpoint { get; }

    /// <summary>Signs what is durable. A throw means that nothing was signed.</summary>
    /// <returns>The signed note.</returns>
    Task<ReadOnlyMemory<byte>> CheckpointAsync(CancellationToken cancellationToken);
}

/// <summary>The instrument's records as it gave them: claims, kept byte for byte.</summary>
public interface IClaimStore
{
    /// <summary>Keeps by what this session's log will be judged; completes when that is durable. The number belongs to the session from here on.</summary>
    Task RegisterAsync(SessionNumber session, RegisteredRun run, CancellationToken cancellationToken);

    /// <summary>Completes when the record is durable. Idempotent by session, sequence and hash.</summary>
    Task<ClaimOutcome> StoreAsync(SessionNumber session, long sequence, ReadOnlyMemory<byte> line, CancellationToken cancellationToken);

    /// <summary>True when a run of this number registered, or records of it are here: it belongs to that session for ever, and is never given again.</summary>
    Task<bool> IsUsedAsync(SessionNumber session, CancellationToken cancellationToken);

    /// <summary>Keeps a checkpoint of the instrument's log.</summary>
    /// <exception cref="FormatException">It isn't one, or isn't signed by the key with which the run registered.</exception>
    Task StoreCheckpointAsync(SessionNumber session, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken);
}

/// <summary>What became of a claim.</summary>
public enum ClaimOutcome
{
    /// <summary>New, and durable now.</summary>
    Stored,

    /// <summary>The same bytes were there already.</summary>
    AlreadyStored,

    /// <summary>Other bytes were there at this sequence number.</summary>
    Fork,

    /// <summary>A record before it is missing.</summary>
    Gap,
}

/// <summary>Sign-in and admission. Every call runs the password verification in full.</summary>
public interface IAdmission
{
    /// <summary>Signs a technician in for lists and tools.</summary>
    Task<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken);

    /// <summary>Admits a technician to one waiting session; the ticket is recorded before it is returned.</summary>
    Task<AdmitOutcome> AdmitAsync(AdmitRequest request, CancellationToken cancellationToken);
}

/// <summary>Credentials on an authenticated link.</summary>
public sealed record SignInRequest(string Account, string Password, string SecondFactor, ReadOnlyMemory<byte> ConsoleKey, string Address)
{
    /// <summary>Without secrets.</summary>
    public override string ToString() => $"SignInRequest {{ Account = {Account}, Address = {Address} }}";
}

/// <summary>What a sign-in gave.</summary>
public abstract record SignInOutcome
{
    /// <summary>Signed in; the certificates are DER.</summary>
    public sealed record SignedIn(string Account, string PrintedName, string Role, byte[] Certificate, byte[] IssuingCertificate) : SignInOutcome;

    /// <summary>One answer for unknown users and wrong passwords alike.</summary>
    public sealed record Refused(string Code, string Sentence) : SignInOutcome;
}

/// <summary>A wish to join one session. Keys are SubjectPublicKeyInfo; <see cref="LogKey"/> is 32 bytes of Ed25519.</summary>
public sealed record AdmitRequest(
    SessionNumber Session,
    ReadOnlyMemory<byte> InstrumentKey,
    ReadOnlyMemory<byte> LogKey,
    string Account,
    string Password,
    string SecondFactor,
    ReadOnlyMemory<byte> ConsoleKey,
    string Reason,
    string Address)
{
    /// <summary>Printed name of the technician who has the session; null when it waits. An empty <see cref="InstrumentKey"/> says that there is no such session.</summary>
    public string? TakenBy { get; init; }

    /// <summary>What the instrument says about itself; null when there is no such session.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>Without secrets.</summary>
    public override string ToString() => $"AdmitRequest {{ Session = {Session}, Account = {Account}, Address = {Address} }}";
}

/// <summary>The broker's own copy of what a ticket lets its technician ask for.</summary>
/// <param name="Minutes">Longest grant of each capability; what isn't there wasn't admitted.</param>
/// <param name="NotAfter">By the broker's clock.</param>
public sealed record TicketRights(ImmutableSortedDictionary<Capability, int> Minutes, DateTimeOffset NotAfter)
{
    /// <summary>Nobody was admitted.</summary>
    public static TicketRights None { get; } = new(ImmutableSortedDictionary<Capability, int>.Empty, DateTimeOffset.MinValue);
}

/// <summary>What a wish to join gave.</summary>
public abstract record AdmitOutcome
{
    /// <summary>The exact bytes of the ticket with its signature, and the technician's certificate (DER).</summary>
    /// <param name="Ticket">What both ends get.</param>
    /// <param name="TechnicianCertificate">Of the console's key.</param>
    /// <param name="IssuingCertificate">The one above it.</param>
    /// <param name="TicketId">Lower-case hex.</param>
    /// <param name="Account">Unique user name.</param>
    /// <param name="PrintedName">As the operator reads it.</param>
    /// <param name="Rights">What the ticket says, for the relay to hold the instrument to.</param>
    /// <param name="ApprovalNeeded">What isn't in the ticket because the policy wants a supervisor's approval for it.</param>
    public sealed record Admitted(
        byte[] Ticket, byte[] TechnicianCertificate, byte[] IssuingCertificate, string TicketId, string Account, string PrintedName, TicketRights Rights, CapabilitySet ApprovalNeeded) : AdmitOutcome;

    /// <summary>With a code and a sentence for the technician.</summary>
    public sealed record Refused(string Code, string Sentence) : AdmitOutcome;
}
