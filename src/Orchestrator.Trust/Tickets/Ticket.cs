using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tickets;

/// <summary>
/// The broker's admission of one technician to one session: who, which keys, what may be asked, until when. It enlarges nothing by itself: the operator
/// still decides. Its bytes are made by <see cref="TicketCodec"/> and signed by the issuing key.
/// </summary>
public sealed record Ticket
{
    public required TicketId Id { get; init; }

    public required SessionNumber Session { get; init; }

    /// <summary>The technician's account, as in the certificate.</summary>
    public required string Account { get; init; }

    /// <summary>The technician's name as people read it, as in the certificate.</summary>
    public required string PrintedName { get; init; }

    /// <summary>The technician's role at the vendor, for the prompt and the record.</summary>
    public required string Role { get; init; }

    /// <summary>SHA-256 of the technician's certificate, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> TechnicianCertificateSha256 { get; init; }

    /// <summary>The key that authenticated the technician's link to the broker.</summary>
    public required KeyFingerprint TechnicianKey { get; init; }

    /// <summary>The key that authenticated the instrument's link to the broker.</summary>
    public required KeyFingerprint InstrumentKey { get; init; }

    /// <summary>The Ed25519 key of this run's log, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> InstrumentLogKey { get; init; }

    /// <summary>What may be asked for, ascending.</summary>
    public required ImmutableArray<TicketCapability> Capabilities { get; init; }

    /// <summary>The policy that permitted it.</summary>
    public required PolicyVersion Policy { get; init; }

    /// <summary>Whole milliseconds, UTC, by the broker's clock.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The broker that both ends dialled.</summary>
    public required string BrokerName { get; init; }

    /// <summary>Why the technician wants in, in the technician's words: the operator reads it.</summary>
    public required string Reason { get; init; }
}
