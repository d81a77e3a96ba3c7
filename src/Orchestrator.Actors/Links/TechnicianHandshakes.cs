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
/// The instrument's side of the end-to-end handshakes: each under its own ticket, which is spent by its first message, whatever follows. Whoever sees
/// M2 knows the digits that would come of it, so each handshake that was begun counts, also one that nobody goes on with: it fails when another ticket
/// comes or its time is over, and after three no M1 is answered any more.
/// </summary>
/// <param name="link">Where answers go: a message is answered on the link that brought it.</param>
/// <param name="identity">The run's.</param>
/// <param name="clock">The broker's time.</param>
/// <param name="time">The only clock.</param>
/// <param name="failed">Told why a handshake failed that no message ended.</param>
internal sealed class TechnicianHandshakes(BrokerLine link, InstrumentIdentity identity, BrokerClock clock, TimeProvider time, Action<string> failed) : IDisposable
{
    private readonly HashSet<TicketId> _spent = [];
    private readonly Lock _gate = new();
    private Ticket? _ticket;
    private HandshakeResponder? _machine;
    private ITimer? _limit;
    private int _begun;
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

        bool wasBegun;
        lock (_gate)
        {
            if (_isOver || !_spent.Add(signed.Ticket.Id))
            {
                return "ticket: spent already";
            }

            wasBegun = _limit is not null;
            Forget();
            _ticket = signed.Ticket;
            _machine = new HandshakeResponder(new HandshakeSettings(
                HandshakeContext.ForTicket(admitted.Ticket.Memory),
                identity.Key,
                identity.Key.Public.Spki,
                new TechnicianVerifier(signed.Ticket, identity.Issuing, identity.Root, () => clock.Now),
                identity.Random));
        }

        if (wasBegun)
        {
            failed("another ticket came before it was finished");
        }

        return null;
    }

    /// <summary>Takes one message. Gives the technician once he has proved himself, or the reason why he hasn't.</summary>
    public async Task<(ProvedTechnician? Proved, string? Failure)> ReceiveAsync(byte[] record)
    {
        var (step, proved, failure) = Step(record);
        if (!step.Reply.IsEmpty)
        {
            await link.Now!.ForwardAsync(RecordPriority.Control, step.Reply, () => true).ConfigureAwait(false);
        }

        return (proved, failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Forget();
        }
    }

    private (HandshakeStep Step, ProvedTechnician? Proved, string? Failure) Step(byte[] record)
    {
        lock (_gate)
        {
            if (_machine is not { } machine || _ticket is not { } ticket)
            {
                return (default, null, "a handshake without a ticket");
            }

            if (_limit is null && !Begin(machine))
            {
                return (default, null, "more handshakes than a session has");
            }

            var step = machine.Receive(record);
            switch (step.Progress)
            {
                case HandshakeProgress.Failed:
                    Forget();
                    return (step, null, step.Detail.Length > 0 ? $"{step.Failure}: {step.Detail}" : step.Failure.ToString());
                case HandshakeProgress.Completed:
                    var result = machine.TakeResult();
                    Forget();
                    _isOver = true;
                    return (step, Prove(ticket, result), null);
                default:
                    return (step, null, null);
            }
        }
    }

    /// <summary>Counted here, not only by the session: its mailbox is slower than somebody who tries.</summary>
    private bool Begin(HandshakeResponder machine)
    {
        if (++_begun > SessionLimits.Handshakes)
        {
            Forget();
            return false;
        }

        _limit = time.CreateTimer(_ => Expire(machine), null, ProtocolLimits.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        return true;
    }

    private void Expire(HandshakeResponder machine)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_machine, machine))
            {
                return;
            }

            Forget();
        }

        failed($"not finished within {ProtocolLimits.HandshakeTimeout.TotalSeconds:0} s");
    }

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
            message, new PeerIdentity(result.PeerKey, th6), new PeerConnection(link.Now!, new ChannelTable(result, time), PeerSender.Technician, time));
    }

    private void Forget()
    {
        _limit?.Dispose();
        _limit = null;
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
