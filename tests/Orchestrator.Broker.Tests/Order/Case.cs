using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Links.Relaying;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Broker.Tests.Order;

/// <summary>
/// One technician and one session over the real parts: the broker's admission on its store and log, ticket and certificate checks, the handshake's machines,
/// the session's rules at the instrument, and the same rules with the relay's channel at the broker. Each step tries with what it has, and what it hasn't it makes up.
/// </summary>
internal sealed class Case(TestBroker broker, string account)
{
    private const string WrongPassword = "not the password at all";
    private static readonly SessionNumber Number = new(123456789);
    private static readonly Instrument Machine = new("Fluent", "FL-1", "Basel", "Linux", "0.1.0", TestKeys.Instrument.Fingerprint.Hex);

    private SessionState _instrument = Start();
    private SessionState _relay = Start();
    private RelayChannel? _channel;
    private bool _isProven;
    private AdmitOutcome.Admitted? _admitted;
    private HandshakeResult? _met;

    /// <summary>Tries a step; true when it was possible.</summary>
    public async Task<bool> TryAsync(Step step) => step switch
    {
        Step.Train => await TrainAsync(),
        Step.SignIn => _isProven = await SignInAsync(),
        Step.Ticket => await TakeTicketAsync(),
        Step.Connect => Connect(),
        Step.Approve => Approve(),
        _ => Act(),
    };

    private static SessionState Start() =>
        SessionState.Initial.Evolve(new SessionEvents.Started(Number, Machine, SessionPolicy.Default, TestEvidence.RunKey));

    private async Task<bool> TrainAsync()
    {
        await broker.TrainAsync(account);
        return true;
    }

    /// <summary>
    /// A sign-in counts for a session only as part of admission: password and second factor, then training. It is asked for here for a session that
    /// doesn't wait, so that it stops just before the ticket.
    /// </summary>
    private async Task<bool> SignInAsync()
    {
        var outcome = await broker.AdmitAsync(broker.Wish(account) with { InstrumentKey = default });
        return Assert.IsType<AdmitOutcome.Refused>(outcome).Code == AdmissionCodes.SessionUnknown;
    }

    private async Task<bool> TakeTicketAsync()
    {
        _admitted = await broker.AdmitAsync(broker.Wish(account, _isProven ? QuickPasswords.Good : WrongPassword)) as AdmitOutcome.Admitted;
        return _admitted is not null;
    }

    private bool Connect()
    {
        var now = broker.Time.GetUtcNow();
        var configuration = broker.Parts.Keyring.Configuration;
        var issuing = CertificateVerifier.VerifyIssuing(configuration.IssuingCertificate, configuration.RootCertificate, now).Identity!;
        ReadOnlyMemory<byte> bytes = _admitted?.Ticket ?? new byte[300];
        var expected = new TicketExpectation
        {
            Session = Number,
            BrokerName = TestBroker.Domain,
            InstrumentKey = TestKeys.Instrument.Fingerprint,
            InstrumentLogKey = Ed25519Public.TryImport(TestBroker.LogKey.Span),
        };
        if (TicketAuthority.Verify(bytes.Span, issuing, now, expected).Accepted is not { } ticket)
        {
            return false;
        }

        var verifier = new TechnicianVerifier(ticket.Ticket, configuration.IssuingCertificate, configuration.RootCertificate, () => now);
        if (Handshake(bytes, _admitted!.TechnicianCertificate, verifier) is not { } met)
        {
            return false;
        }

        _met = met;
        var terms = new TicketTerms(
            ticket.Ticket.Policy, new SessionTime((long)(ticket.Ticket.NotAfter - now).TotalMilliseconds), TechnicianVerifier.ApprovalsOf(ticket.Ticket));
        return Do(new HostCommands.Join(
                TechnicianVerifier.Describe(ticket.Ticket, configuration.Organisation), TechnicianVerifier.PolicyOf(ticket.Ticket), Convert.ToHexStringLower(met.TranscriptHash.Span), terms))
            && Do(new TechnicianCommands.PresentPin(true)) && Do(new OperatorCommands.CompareSas(true)) && _instrument.Phase == SessionPhase.Open;
    }

    private bool Approve()
    {
        var transcript = _met?.TranscriptHash ?? new byte[48];
        var ask = AskContent.Sign(new TechnicianToInstrument.Ask(1, Capability.ViewScreen, 5, "to look", null, Blob.Empty), transcript, TestKeys.Technician);
        var asked = AskContent.IsSignedBy(ask, transcript, TestKeys.Technician.Public)
            && Do(new TechnicianCommands.Ask(ask.Capability, ask.Minutes, ask.Reason, ask.File, AskContent.Keep(ask, transcript, TestKeys.Technician.Public)));
        var allowed = Do(new OperatorCommands.Allow(new AskId(1), new string('0', 64), null, null, TestEvidence.Receipt));
        return asked && allowed && _instrument.Grants.Count == 1;
    }

    private bool Act()
    {
        var (channel, now) = (new ChannelId(1), new SessionTime(0));
        var sends = _instrument.GateOf(channel, now) == GateState.Open;
        var forwards = _relay.GateOf(channel, now) == GateState.Open && _channel is { } open && open.TryPass(towardsInstrument: false, new RecordHeader(FrameType.PeerData, channel, 0, 0, 100));

        // Neither end alone opens anything, and neither is open where the other isn't.
        Assert.Equal(sends, forwards);
        return sends && forwards;
    }

    private bool Do(SessionCommand command)
    {
        var decision = _instrument.Decide(command, new SessionTime(0));
        _instrument = _instrument.Evolve(decision.Events);
        _relay = _relay.Evolve(decision.Events);
        foreach (var opened in decision.Events.OfType<SessionEvents.ChannelOpened>())
        {
            _channel = new RelayChannel(opened.Channel, opened.Capability);
        }

        return decision.Refusal is null && !decision.Events.IsEmpty;
    }

    private static HandshakeResult? Handshake(ReadOnlyMemory<byte> ticket, ReadOnlyMemory<byte> certificate, IPeerVerifier verifier)
    {
        var context = HandshakeContext.ForTicket(ticket);
        using var console = new HandshakeInitiator(new HandshakeSettings(
            context, TestKeys.Technician, certificate, new ExpectedKeyVerifier(TestKeys.Instrument.Fingerprint), SystemRandomSource.Instance));
        using var instrument = new HandshakeResponder(new HandshakeSettings(
            context, TestKeys.Instrument, TestKeys.Instrument.Public.Spki, verifier, SystemRandomSource.Instance));
        var message = console.Start();
        HandshakeResult? result = null;
        for (var number = 1; number <= 6; number++)
        {
            HandshakeMachine receiver = number % 2 == 1 ? instrument : console;
            var step = receiver.Receive(message);
            if (step.Progress == HandshakeProgress.Failed)
            {
                return null;
            }

            if (step.Progress == HandshakeProgress.Completed)
            {
                result = receiver.TakeResult();
            }

            message = step.Reply;
        }

        return result;
    }
}
