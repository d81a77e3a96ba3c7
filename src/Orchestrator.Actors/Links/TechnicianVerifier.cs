using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Actors.Links;

/// <summary>Accepts the one technician whom the ticket names: certificate under issuing key under root, at the broker's time.</summary>
internal sealed class TechnicianVerifier(Ticket ticket, ReadOnlyMemory<byte> issuing, ReadOnlyMemory<byte> root, Func<DateTimeOffset> now) : IPeerVerifier
{
    /// <inheritdoc/>
    public PeerVerdict Verify(ReadOnlyMemory<byte> identity)
    {
        var verdict = CertificateVerifier.VerifyTechnician(identity, issuing, root, now());
        if (verdict.Identity is not { } technician)
        {
            return PeerVerdict.Refuse(verdict.Refusal.ToString());
        }

        var mismatch = TicketAuthority.CheckTechnician(ticket, technician);
        return mismatch == TicketRefusal.None ? PeerVerdict.Accept(technician.Key) : PeerVerdict.Refuse(mismatch.ToString());
    }

    /// <summary>The technician as certificate and ticket say.</summary>
    public static Technician Describe(Ticket ticket, string organisation) => new(
        ticket.Account, ticket.PrintedName, ticket.Role, organisation, ticket.TechnicianKey.ToString(), ticket.Id.ToString(), ticket.Reason);

    /// <summary>What the ticket lets the technician ask for. What a ticket doesn't speak of is limited by nobody here.</summary>
    public static SessionPolicy PolicyOf(Ticket ticket) => SessionPolicy.Default with
    {
        MaxMinutes = ticket.Capabilities.ToImmutableSortedDictionary(c => c.Capability, c => c.Minutes),
        PresenceMinutes = int.MaxValue,
        PromptSeconds = int.MaxValue,
        GraceSeconds = SessionPolicy.MaxGraceSeconds,
        MaxFileBytes = long.MaxValue,
        Files = ticket.Capabilities.Where(c => c.Files is not null).ToImmutableSortedDictionary(c => c.Capability, c => c.Files!),
    };

    /// <summary>Who approved what.</summary>
    public static ImmutableSortedDictionary<Capability, string> ApprovalsOf(Ticket ticket) =>
        ticket.Capabilities.Where(c => c.ApprovedBy is not null).ToImmutableSortedDictionary(c => c.Capability, c => c.ApprovedBy!);
}
