using Akka.Actor;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>Questions of a console about approvals, and their answers.</summary>
internal sealed class ApprovalTalk(IApprovalDesk desk, Endpoint from, IActorRef sessions)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    private static readonly BrokerToBoth.Refused Fault =
        new("SERVER_FAULT", "The server couldn't do it because of a fault of its own; nothing was changed. Try again; if it goes on, tell the administrator.");

    /// <summary>The answer to one question. A desk that fails has said no.</summary>
    public async Task<LinkMessage> AnswerAsync(LinkMessage question, CancellationToken cancellationToken)
    {
        try
        {
            return question switch
            {
                ApprovalMessages.RequestApproval wish => await desk.RequestAsync(wish, await AgainstAsync(wish.Session).ConfigureAwait(false), from, cancellationToken).ConfigureAwait(false),
                ApprovalMessages.ListApprovals wish => await desk.ListAsync(wish, from, cancellationToken).ConfigureAwait(false),
                ApprovalMessages.DecideApproval wish => await desk.DecideAsync(wish, from, cancellationToken).ConfigureAwait(false),
                _ => Fault,
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Fault;
        }
    }

    private async Task<BrokerMessages.Refused?> AgainstAsync(SessionNumber session) =>
        await sessions.Ask(new BrokerMessages.Find(session), AnswerTime).ConfigureAwait(false) is BrokerMessages.Refused refused ? refused : null;
}
