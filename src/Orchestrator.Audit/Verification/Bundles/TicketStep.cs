using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Audit.Verification;

/// <summary>Who was let in: each technician who joined has a ticket of the issuing key for this session and these keys, and a certificate.</summary>
internal static class TicketStep
{
    private static readonly string JoinedCode = SessionEventCodes.All[typeof(SessionEvents.TechnicianJoined)];

    public static void Check(BundleFacts facts)
    {
        var joined = facts.Records.Where(record => record.Body.Event == JoinedCode).ToList();
        var tickets = facts.Bundle.Tickets;
        if (tickets.Length != joined.Count)
            throw Fault("tickets", $"{joined.Count} technicians joined, and there are {tickets.Length} tickets.");
        for (var i = 0; i < tickets.Length; i++)
            facts.Tickets.Add(Ticket(facts, tickets[i], joined[i], Place("tickets", i)));
        CheckCertificates(facts);
    }

    /// <summary>The broker recorded each ticket when it gave it, and all certificates were in time then.</summary>
    public static void CheckIssued(BundleFacts facts)
    {
        for (var i = 0; i < facts.Tickets.Count; i++)
        {
            var (ticket, place) = (facts.Tickets[i], Place("tickets", i));
            var issued = facts.BrokerRecordsOf(EventCodes.TicketIssued).Where(record => record.Body.Ticket == ticket.Ticket.Id.Hex).ToList();
            if (issued.Count != 1 || RunLogStep.Word(issued[0], "sha256") != Convert.ToHexStringLower(SHA256.HashData(facts.Bundle.Tickets[i].Span)))
                throw new BundleFaultException(BundleCodes.Issued, place, "The broker's log doesn't say, once, that this ticket was given.");
            var at = DateTimeOffset.FromUnixTimeMilliseconds(issued[0].When.UtcMilliseconds);
            if (!Technician(facts, ticket.Certificate, at).IsAccepted)
                throw new BundleFaultException(BundleCodes.Issued, place, "A certificate was out of its time when this ticket was given.");
        }
    }

    private static BundleTicket Ticket(BundleFacts facts, ReadOnlyMemory<byte> bytes, AuditRecord joined, string place)
    {
        var verdict = TicketAuthority.Verify(bytes.Span, facts.Configuration.Issuing, at: null, new TicketExpectation
        {
            Session = new SessionNumber(int.Parse(facts.Bundle.Session, CultureInfo.InvariantCulture)),
            InstrumentKey = facts.RunKey.Fingerprint,
            InstrumentLogKey = facts.LogKey.PublicKey,
        });
        if (!verdict.IsAccepted)
            throw Fault(place, $"The ticket doesn't count ({verdict.Refusal}).");
        var ticket = verdict.Accepted.Ticket;
        if (!facts.Configuration.BrokerNames.Contains(ticket.BrokerName))
            throw Fault(place, "The ticket is for a broker that the configuration doesn't name.");
        if (facts.Tickets.Any(earlier => earlier.Ticket.Id == ticket.Id))
            throw Fault(place, "The ticket stands here twice.");
        if (facts.Bundle.Certificates.FirstOrDefault(c => SHA256.HashData(c.Span).AsSpan().SequenceEqual(ticket.TechnicianCertificateSha256.Span)) is not { Length: > 0 } certificate)
            throw Fault(place, "The certificate that the ticket names isn't here.");
        var technician = Technician(facts, certificate, at: null);
        if (!technician.IsAccepted)
            throw Fault(place, $"The certificate that the ticket names doesn't count ({technician.Refusal}).");
        if (TicketAuthority.CheckTechnician(ticket, technician.Identity) is var wrong and not TicketRefusal.None)
            throw Fault(place, $"Ticket and certificate don't name the same technician ({wrong}).");
        RequireJoined(ticket, joined);
        return new BundleTicket(ticket, certificate, technician.Identity, joined);
    }

    private static CertificateVerdict<TechnicianIdentity> Technician(BundleFacts facts, ReadOnlyMemory<byte> certificate, DateTimeOffset? at) =>
        CertificateVerifier.VerifyTechnician(certificate, facts.Configuration.IssuingCertificate, facts.Configuration.RootCertificate, at);

    private static void RequireJoined(Ticket ticket, AuditRecord joined)
    {
        var place = BundleFacts.RecordPlace(joined.Sequence);
        if (SessionEventCodec.Read(joined, NoTexts.Instance, out var happened) != RecordFailure.None || happened is not SessionEvents.TechnicianJoined said)
            throw Fault(place, "The record of the joining hasn't the fields that it needs.");
        var person = said.Technician;
        var same = joined.Body.Ticket == ticket.Id.Hex && person.TicketId == ticket.Id.Hex && person.Account == ticket.Account && person.PrintedName == ticket.PrintedName
            && person.KeyFingerprint == ticket.TechnicianKey.Hex && said.Terms.Policy.Sha256 == ticket.Policy.Sha256;
        if (!same)
            throw Fault(place, "The record of the joining names another technician, ticket or policy than the ticket does.");
    }

    private static void CheckCertificates(BundleFacts facts)
    {
        var named = facts.Tickets.Select(ticket => Convert.ToHexStringLower(ticket.Ticket.TechnicianCertificateSha256.Span)).Distinct();
        if (!facts.Bundle.Certificates.Select(c => Convert.ToHexStringLower(SHA256.HashData(c.Span))).SequenceEqual(named))
            throw Fault("certificates", "They aren't those that the tickets name, each once and in their order.");
    }

    private static string Place(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static BundleFaultException Fault(string place, string sentence) => new(BundleCodes.Ticket, place, sentence);
}
