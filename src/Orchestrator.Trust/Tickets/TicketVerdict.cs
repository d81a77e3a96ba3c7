using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Trust.Tickets;

/// <summary>What verification gave: the ticket, or the named reason why not.</summary>
public readonly record struct TicketVerdict
{
    private TicketVerdict(SignedTicket? ticket, TicketRefusal refusal)
    {
        Accepted = ticket;
        Refusal = refusal;
    }

    /// <summary>Null when refused.</summary>
    public SignedTicket? Accepted { get; }

    public TicketRefusal Refusal { get; }

    [MemberNotNullWhen(true, nameof(Accepted))]
    public bool IsAccepted => Accepted is not null;

    internal static TicketVerdict Accept(SignedTicket ticket) => new(ticket, TicketRefusal.None);

    internal static TicketVerdict Refuse(TicketRefusal refusal) => new(null, refusal);
}
