using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;

namespace Orchestrator.Actors.Links;

/// <summary>
/// The instrument's side of the end-to-end handshakes: each under its own ticket, which is spent by its first message, whatever follows.
/// </summary>
internal sealed class TechnicianHandshakes(LinkConnection link, InstrumentIdentity identity, BrokerClock clock, TimeProvider time) : IDisposable
{
    private readonly HashSet<TicketId> _spent = [];
    private Ticket? _ticket;
    private HandshakeResponder? _machine;
    private bool _isOver;

    /// <summary>The number that tickets must name.</summary>
    public SessionNumber? Session { get; set; }

    /// <summary>Takes a ticket. Gives the reason when it is refused.</summary>
    public string? Admit(BrokerToInstrument.TechnicianAdmitted admitted)
    {
        var issuing = CertificateVerifier.VerifyIssuing(identity.Issuing, identity.Root, clock.Now);
        if (issuing.Identity is null)
        {
            return $"issuing certificate: {issuing.Refusal}";
        }

        var expected = new TicketExpectation
        {
            Session = Session,
            BrokerName = identity.BrokerName,
            InstrumentKey = identity.Key.Public.Fingerprint,
            InstrumentLogKey = identity.LogKey,
        };
        var verdict = TicketAuthority.Verify(admitted.Ticket.Span, issuing.Identity, clock.Now, expected);
        if (verdict.Accepted is not { } signed)
        {
            return $"ticket: {verdict.Refusal}";
        }

        if (_isOver || !_spent.Add(signed.Ticket.Id))
        {
            return "ticket: spent already";
        }

        _machine?.Dispose();
        _ticket = signed.Ticket;
        _machine = new HandshakeResponder(new HandshakeSettings(
            HandshakeContext.ForTicket(admitted.Ticket.Memory),
            identity.Key,
            identity.Key.Public.Spki,
            new TechnicianVerifier(signed.Ticket, identity.Issuing, identity.Root, () => clock.Now),
            identity.Random));
        return null;
    }

    /// <summary>Takes one message. Gives the technician once he has proved himself, or the reason why he hasn't.</summary>
    public async Task<(ProvedTechnician? Proved, string? Failure)> ReceiveAsync(byte[] record)
    {
        if (_machine is not { } machine || _ticket is not { } ticket)
        {
            return (null, "a handshake without a ticket");
        }

        var step = machine.Receive(record);
        if (!step.Reply.IsEmpty)
        {
            await link.ForwardAsync(RecordPriority.Control, step.Reply, () => true).ConfigureAwait(false);
        }

        switch (step.Progress)
        {
            case HandshakeProgress.Failed:
                Forget();
                return (null, step.Detail.Length > 0 ? $"{step.Failure}: {step.Detail}" : step.Failure.ToString());
            case HandshakeProgress.Completed:
                var result = machine.TakeResult();
                Forget();
                _isOver = true;
                return (Prove(ticket, result), null);
            default:
                return (null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private ProvedTechnician Prove(Ticket ticket, HandshakeResult result)
    {
        var th6 = result.TranscriptHash;
        var message = new TechnicianProved(
            TechnicianVerifier.Describe(ticket, identity.Organisation),
            TechnicianVerifier.PolicyOf(ticket),
            Convert.ToHexStringLower(th6.Span),
            new SecretText(result.Sas),
            new TicketGiven(ticket.Policy, TechnicianVerifier.ApprovalsOf(ticket), ticket.NotAfter - clock.Now, time.GetTimestamp()));
        return new ProvedTechnician(
            message, new PeerIdentity(result.PeerKey, th6), new PeerConnection(link, new ChannelTable(result, time), PeerSender.Technician));
    }

    private void Forget()
    {
        _machine?.Dispose();
        _machine = null;
        _ticket = null;
    }
}

/// <summary>A technician who proved himself, and the way to him.</summary>
internal sealed record ProvedTechnician(TechnicianProved Message, PeerIdentity Identity, PeerConnection Connection);

/// <summary>Whose key signs asks, in which handshake.</summary>
internal sealed record PeerIdentity(RsaPublic Key, ReadOnlyMemory<byte> TranscriptHash)
{
    /// <summary>The highest request number so far: an ask can't be taken twice.</summary>
    public uint LastRequest { get; set; }
}
