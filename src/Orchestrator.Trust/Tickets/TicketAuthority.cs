using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tickets;

/// <summary>
/// Signs tickets at the broker's admission and verifies them at both ends. Whether a ticket was already spent is the caller's to know.
/// </summary>
public static class TicketAuthority
{
    private const string Context = "ticket";

    /// <exception cref="TrustException">A field is outside its limits.</exception>
    public static SignedTicket Issue(IPssSigner issuing, Ticket ticket)
    {
        var content = TicketCodec.Write(ticket);
        return SignedTicket.Of(ticket, content, issuing.Sign(Context, content));
    }

    /// <summary>
    /// The ticket in these bytes if the issuing key signed it, it is valid at this time (by the broker's clock), and it names what the verifier knows. Without
    /// a time its dates aren't judged: for evidence of years ago.
    /// </summary>
    public static TicketVerdict Verify(ReadOnlySpan<byte> bytes, IssuingIdentity issuing, DateTimeOffset? at, TicketExpectation expected)
    {
        ArgumentNullException.ThrowIfNull(issuing);
        ArgumentNullException.ThrowIfNull(expected);
        if (SignedTicket.TryRead(bytes, out var refusal) is not { } signed)
            return TicketVerdict.Refuse(refusal);
        if (!issuing.Key.Verify(Context, signed.Content.Span, signed.Signature.Span))
            return TicketVerdict.Refuse(TicketRefusal.BadSignature);
        refusal = Judge(signed.Ticket, at, expected);
        return refusal == TicketRefusal.None ? TicketVerdict.Accept(signed) : TicketVerdict.Refuse(refusal);
    }

    /// <summary>Whether a verified technician is the one whom the ticket names: the instrument asks this once it has seen the certificate.</summary>
    public static TicketRefusal CheckTechnician(Ticket ticket, TechnicianIdentity technician)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(technician);
        if (ticket.TechnicianKey != technician.Key.Fingerprint)
            return TicketRefusal.WrongTechnicianKey;
        if (!ticket.TechnicianCertificateSha256.Span.SequenceEqual(technician.CertificateSha256.Span))
            return TicketRefusal.WrongCertificate;
        return ticket.Account == technician.Account && ticket.PrintedName == technician.PrintedName ? TicketRefusal.None : TicketRefusal.WrongTechnician;
    }

    private static TicketRefusal Judge(Ticket ticket, DateTimeOffset? at, TicketExpectation expected)
    {
        if (at < ticket.NotBefore)
            return TicketRefusal.NotYetValid;
        if (at > ticket.NotAfter)
            return TicketRefusal.Expired;
        if (expected.Session is { } session && session != ticket.Session)
            return TicketRefusal.WrongSession;
        if (expected.BrokerName is { } broker && broker != ticket.BrokerName)
            return TicketRefusal.WrongBroker;
        if (expected.InstrumentKey is { } instrument && instrument != ticket.InstrumentKey)
            return TicketRefusal.WrongInstrumentKey;
        if (expected.InstrumentLogKey is { } log && !log.Bytes.Span.SequenceEqual(ticket.InstrumentLogKey.Span))
            return TicketRefusal.WrongLogKey;
        return expected.TechnicianKey is { } technician && technician != ticket.TechnicianKey ? TicketRefusal.WrongTechnicianKey : TicketRefusal.None;
    }
}
