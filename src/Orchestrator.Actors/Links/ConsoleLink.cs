using System.Buffers;
using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Actors.Links;

/// <summary>
/// The console's end of its links, one after the other: admission first, then the handshake with the instrument under the ticket, then what the
/// instrument says.
/// </summary>
public sealed class ConsoleLink(LinkConnection first, ConsoleSetup setup) : ILinkReceiver, IResumableLink, IDisposable
{
    private static readonly TimeSpan FollowTime = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<LinkMessage> _admission = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConsoleMessages.Proved> _proved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<LinkMessage>? _resumed;
    private volatile LinkConnection _link = first;
    private volatile IActorRef _session = ActorRefs.Nobody;
    private volatile PeerConnection? _peer;
    private HandshakeInitiator? _machine;
    private ImmutableArray<TicketCapability> _admitted = [];

    /// <summary>Reads until the link ends.</summary>
    public Task<LinkOutcome> RunAsync(LinkConnection link, CancellationToken cancellationToken) => link.RunAsync(this, cancellationToken);

    /// <summary>There is no link any more: nothing goes out, nothing is taken.</summary>
    public void Detach() => _peer?.Attach(null);

    /// <summary>
    /// Takes the session up on a new link that <see cref="RunAsync"/> reads already; completes with the broker's answer. The instrument is called as soon as
    /// it is there; the session actor hears of it when it has answered.
    /// </summary>
    public async Task<LinkMessage> ResumeAsync(LinkConnection link, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<LinkMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _resumed = answer;
        _link = link;
        _peer?.Attach(link);
        await link.SendAsync(new ConsoleToBroker.ResumeSession(setup.Wish.Session)).ConfigureAwait(false);
        var said = await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (said is BrokerToBoth.SessionResumed { PeerUp: true } && _peer is { } peer)
        {
            await peer.CallAsync().ConfigureAwait(false);
        }

        return said;
    }

    /// <summary>From here on the session actor is told everything.</summary>
    public void Bind(IActorRef session) => _session = session;

    /// <summary>Asks to be admitted. Throws with a code and a sentence when the answer is no.</summary>
    public async Task<BrokerToConsole.Connected> AdmitAsync(CancellationToken cancellationToken)
    {
        await _link.SendAsync(setup.Wish).ConfigureAwait(false);
        return await _admission.Task.WaitAsync(cancellationToken).ConfigureAwait(false) switch
        {
            BrokerToConsole.Connected connected => connected,
            BrokerToBoth.Refused refused => throw new ConnectRefusedException(refused.Code, refused.Sentence),
            var other => throw new ConnectRefusedException("SERVER_FAULT", $"The server answered with {other.Type}; this version doesn't understand it."),
        };
    }

    /// <summary>Proves this technician to the instrument that the ticket names, and the instrument to him.</summary>
    public async Task<ConsoleMessages.Proved> ProveAsync(BrokerToConsole.Connected connected, CancellationToken cancellationToken)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(connected.UtcMilliseconds);
        var issuing = CertificateVerifier.VerifyIssuing(setup.Issuing, setup.Root, at);
        var expected = new TicketExpectation { Session = setup.Wish.Session, BrokerName = setup.BrokerName, TechnicianKey = setup.Key.Public.Fingerprint };
        if (issuing.Identity is null || TicketAuthority.Verify(connected.Ticket.Span, issuing.Identity, at, expected).Accepted is not { } ticket)
        {
            throw new ConnectRefusedException("BAD_TICKET", "The server's ticket doesn't hold under the vendor's root. Don't go on; report this.");
        }

        _admitted = ticket.Ticket.Capabilities;
        _machine = new HandshakeInitiator(new HandshakeSettings(
            HandshakeContext.ForTicket(connected.Ticket.Memory),
            setup.Key,
            connected.TechnicianCertificate.Memory,
            new ExpectedKeyVerifier(ticket.Ticket.InstrumentKey),
            setup.Random));
        await _link.ForwardAsync(RecordPriority.Control, _machine.Start(), () => true).ConfigureAwait(false);
        return await _proved.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case BrokerToConsole.Connected or BrokerToBoth.Refused when _admission.TrySetResult(message):
            case BrokerToBoth.SessionResumed or BrokerToBoth.Refused when _resumed?.TrySetResult(message) == true:
            case BrokerToBoth.Heartbeat or BrokerToConsole.SignedIn:
                return default;
            case BrokerToBoth.PeerLink peer:
                FailEarly("LINK_LOST", "The instrument's link was lost before it was reached. Ask the operator, then connect again.", peer.Up);
                OnInstrumentLink(peer.Up);
                return default;
            case BrokerToBoth.Revoked revoked:
                FailEarly("REVOKED", "The server ended this session: " + revoked.Reason);
                _session.Tell(new ConsoleMessages.Revoked(revoked.Reason));
                return default;
            default:
                return new(LinkOutcome.Violation($"{message.Type} at this time"));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        if (header.Type == FrameType.PeerHandshake)
        {
            await HandshakeAsync(whole.ToArray()).ConfigureAwait(false);
            return null;
        }

        if (_peer is not { } peer)
        {
            return LinkOutcome.Violation("a record before the handshake");
        }

        var received = await peer.ReceiveAsync(header, whole, cancellationToken).ConfigureAwait(false);
        if (received.Fault is { } fault)
        {
            _session.Tell(new ConsoleMessages.Violation(fault));
        }
        else if (received.IsResumed)
        {
            _session.Tell(new ConsoleMessages.InstrumentLink(true));
        }
        else if (received.Message is InstrumentToTechnician.EventRecord record)
        {
            // What the record opens must be open before the next thing on the link is looked at.
            await _session.Ask(new ConsoleMessages.InstrumentSays(record), FollowTime, cancellationToken).ConfigureAwait(false);
        }
        else if (received.Message is { } message)
        {
            _session.Tell(new ConsoleMessages.InstrumentSays(message));
        }

        return null;
    }

    /// <summary>Says good-bye to the broker.</summary>
    public Task CloseAsync() => _link.CloseAsync(CloseReason.Finished);

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine?.Dispose();
        _peer?.Dispose();
        _ = _link.DisposeAsync().AsTask();
    }

    /// <summary>The link ended before there was a session: whoever waits is told.</summary>
    public void FailEarly(string code, string sentence, bool isSound = false)
    {
        if (!isSound)
        {
            var refusal = new ConnectRefusedException(code, sentence);
            _admission.TrySetException(refusal);
            _proved.TrySetException(refusal);
            _ = _admission.Task.Exception;
            _ = _proved.Task.Exception;
        }
    }

    /// <summary>Back isn't yet sound: that is said when the instrument itself has answered.</summary>
    private void OnInstrumentLink(bool up)
    {
        if (!up)
        {
            _session.Tell(new ConsoleMessages.InstrumentLink(false));
        }
        else if (_peer is { } peer)
        {
            _ = peer.CallAsync();
        }
    }

    private async Task HandshakeAsync(byte[] record)
    {
        if (_peer is not null)
        {
            _session.Tell(new ConsoleMessages.Violation("a handshake within a session"));
            return;
        }

        if (_machine is not { } machine)
        {
            FailEarly("HANDSHAKE_FAILED", "The instrument sent a handshake that nobody asked for.");
            return;
        }

        var step = machine.Receive(record);
        if (!step.Reply.IsEmpty)
        {
            await _link.ForwardAsync(RecordPriority.Control, step.Reply, () => true).ConfigureAwait(false);
        }

        if (step.Progress == HandshakeProgress.Failed)
        {
            FailEarly("HANDSHAKE_FAILED", $"The other end couldn't prove that it is the instrument of this session ({step.Failure}). Don't go on; report this.");
        }
        else if (step.Progress == HandshakeProgress.Completed)
        {
            var result = machine.TakeResult();
            _peer = new PeerConnection(_link, new ChannelTable(result, setup.Time), PeerSender.Instrument, setup.Time);
            _proved.TrySetResult(new ConsoleMessages.Proved(_peer, result.Sas, result.TranscriptHash, _admitted));
        }
    }
}

/// <summary>A connect that was refused, with a stable code and a sentence for the technician.</summary>
public sealed class ConnectRefusedException(string code, string sentence) : Exception(sentence)
{
    /// <summary>Stable, upper case with underscores.</summary>
    public string Code { get; } = code;
}
