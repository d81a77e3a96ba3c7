using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Evidence;

/// <summary>A ticket that was handed out.</summary>
/// <param name="Id">Lower-case hex.</param>
/// <param name="Ticket">The exact bytes with their signature.</param>
/// <param name="Certificate">Of the technician who got it, DER.</param>
internal sealed record IssuedTicket(string Id, ReadOnlyMemory<byte> Ticket, ReadOnlyMemory<byte> Certificate);

/// <summary>Every ticket with the certificate that it names: an instrument's records name tickets, and an evidence bundle holds them.</summary>
internal sealed class IssuedTickets(BrokerStore store, TimeProvider time)
{
    /// <summary>Durable when it returns.</summary>
    public async Task AddAsync(SignedTicket ticket, byte[] certificate, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        db.IssuedTickets.Add(new IssuedTicketRow
        {
            Id = ticket.Ticket.Id.Hex,
            Session = ticket.Ticket.Session.Value,
            Ticket = ticket.Bytes.ToArray(),
            Certificate = certificate,
            IssuedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>All of one session, in the order in which they were given.</summary>
    public async Task<ImmutableArray<IssuedTicket>> OfAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var rows = await db.IssuedTickets.AsNoTracking().Where(t => t.Session == session.Value).OrderBy(t => t.IssuedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new IssuedTicket(r.Id, r.Ticket, r.Certificate))];
    }
}
