using System.Buffers;
using Akka.Actor;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Relaying;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>What a console's link brings to the broker: activation, sign-in, approvals, one wish to join, then records for the instrument.</summary>
internal sealed class ConsoleEndpoint(LinkConnection link, Endpoint from, BrokerSetup setup, IActorRef sessions) : IBrokerEndpoint
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private readonly ApprovalTalk _approvals = new(setup.Approvals, from, sessions);
    private readonly ActivationTalk _activation = new(setup.Activation, from);
    private SessionNumber? _session;
    private Relay? _relay;

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken) => message switch
    {
        ConsoleToBroker.SignIn signIn => await SignInAsync(signIn, cancellationToken).ConfigureAwait(false),
        ConsoleToBroker.Connect connect when _session is null => await ConnectAsync(connect).ConfigureAwait(false),
        ApprovalMessages.RequestApproval or ApprovalMessages.ListApprovals or ApprovalMessages.DecideApproval when _session is null =>
            await AnswerAsync(_approvals.AnswerAsync(message, cancellationToken)).ConfigureAwait(false),
        ConsoleToBroker.Activate activate when _session is null => await AnswerAsync(_activation.BeginAsync(activate, cancellationToken)).ConfigureAwait(false),
        ConsoleToBroker.ConfirmActivation confirm when _session is null => await AnswerAsync(_activation.ConfirmAsync(confirm, cancellationToken)).ConfigureAwait(false),
        ConsoleToBroker.ResumeSession resume when _session is null => await ResumeAsync(resume.Session).ConfigureAwait(false),
        ConsoleToBroker.LeaveSession => LinkOutcome.Orderly,
        _ => LinkOutcome.Violation($"{message.Type} at this time"),
    };

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        if (_relay is not { } relay)
        {
            return LinkOutcome.Violation("a record before a session");
        }

        await relay.FromConsoleAsync(link, header, whole).ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc/>
    public void Ended(LinkOutcome outcome)
    {
        if (_session is { } session)
        {
            sessions.Tell(new BrokerMessages.LinkEnded(session, Party.Technician, outcome, link));
        }
    }

    private async Task<LinkOutcome?> AnswerAsync(Task<LinkMessage> answer)
    {
        await link.SendAsync(await answer.ConfigureAwait(false)).ConfigureAwait(false);
        return null;
    }

    private async Task<LinkOutcome?> SignInAsync(ConsoleToBroker.SignIn signIn, CancellationToken cancellationToken)
    {
        var request = new SignInRequest(signIn.Account, signIn.Password.Reveal(), signIn.SecondFactor.Reveal(), from.Key, from.Address);
        LinkMessage answer = await setup.Admission.SignInAsync(request, cancellationToken).ConfigureAwait(false) switch
        {
            SignInOutcome.SignedIn s => new BrokerToConsole.SignedIn(s.PrintedName, s.Role, s.Certificate, s.IssuingCertificate),
            SignInOutcome.Refused r => new BrokerToBoth.Refused(r.Code, r.Sentence),
            _ => new BrokerToBoth.Refused("SERVER_FAULT", "The server couldn't answer."),
        };
        await link.SendAsync(answer).ConfigureAwait(false);
        return null;
    }

    private async Task<LinkOutcome?> ConnectAsync(ConsoleToBroker.Connect connect)
    {
        var answer = await AdmitAsync(connect).ConfigureAwait(false);
        if (answer is BrokerMessages.Admitted admitted)
        {
            _session = admitted.Session;
            _relay = admitted.Relay;
            await link.SendAsync(admitted.Answer).ConfigureAwait(false);
            return null;
        }

        var refused = answer as BrokerMessages.Refused ?? new BrokerMessages.Refused("SERVER_FAULT", "The server couldn't answer.");
        await link.SendAsync(new BrokerToBoth.Refused(refused.Code, refused.Sentence)).ConfigureAwait(false);
        return null;
    }

    private async Task<LinkOutcome?> ResumeAsync(SessionNumber session)
    {
        if (await Reattachment.AskAsync(new BrokerMessages.Reattach(session, Party.Technician, from, link), sessions).ConfigureAwait(false) is not { } relay)
        {
            return LinkOutcome.Local;
        }

        _session = session;
        _relay = relay;
        return null;
    }

    private async Task<object?> AdmitAsync(ConsoleToBroker.Connect connect)
    {
        try
        {
            return await sessions.Ask(new BrokerMessages.Admit(connect, from, link), AnswerTime).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
