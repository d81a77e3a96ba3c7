using System.Security.Cryptography;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Evidence;
using Orchestrator.Domain;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Admission;

/// <summary>
/// The only place that signs with the issuing key, which an HSM may hold. What it signs is in the broker's log before it is handed out:
/// a failed append means that nothing is.
/// </summary>
internal sealed class IssuingAuthority(
    IPssSigner issuing,
    byte[] issuingCertificate,
    string brokerName,
    PolicyVersion policy,
    IBrokerJournal journal,
    IssuedTickets issued,
    TimeProvider time,
    IRandomSource random)
{
    /// <summary>DER.</summary>
    public byte[] Certificate => issuingCertificate;

    /// <summary>A certificate for a console's key, DER.</summary>
    public async Task<byte[]> CertifyAsync(Account account, RsaPublic console, CancellationToken cancellationToken)
    {
        var certificate = CertificateAuthority.CertifyTechnician(
            issuing, issuingCertificate, console, account.Name, account.PrintedName, time.GetUtcNow() - SignInLimits.ClockLag, SignInLimits.CertificateLife, random);
        await journal.AppendAsync(
            new BrokerObservations.CertificateIssued(account.Name, Convert.ToHexStringLower(SHA256.HashData(certificate))), cancellationToken);
        return certificate;
    }

    /// <summary>A ticket for one technician and one session.</summary>
    public async Task<SignedTicket> IssueAsync(Account account, string strength, AdmitRequest request, RsaPublic console, byte[] certificate, Permission permission, CancellationToken cancellationToken)
    {
        var ticket = TicketAuthority.Issue(issuing, new Ticket
        {
            Id = TicketId.New(random),
            Session = request.Session,
            Account = account.Name,
            PrintedName = account.PrintedName,
            Role = account.Role,
            TechnicianCertificateSha256 = SHA256.HashData(certificate),
            TechnicianKey = console.Fingerprint,
            InstrumentKey = KeyFingerprint.OfSpki(request.InstrumentKey.Span),
            InstrumentLogKey = request.LogKey,
            Capabilities = permission.Capabilities,
            Policy = policy,
            NotBefore = permission.From - SignInLimits.ClockLag,
            NotAfter = permission.NotAfter,
            BrokerName = brokerName,
            Reason = request.Reason,
        });
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(ticket.Bytes.Span));
        await journal.AppendAsync(
            new BrokerObservations.TicketIssued(request.Session, account.Name, strength, ticket.Ticket.Id.Hex, sha256), cancellationToken);
        await issued.AddAsync(ticket, certificate, cancellationToken);
        return ticket;
    }
}
