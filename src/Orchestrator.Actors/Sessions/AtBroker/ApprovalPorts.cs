using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>Where supervisors' approvals are asked for and given. Every call proves the person in full before it says anything else.</summary>
public interface IApprovalDesk
{
    /// <summary>Files a request. What speaks against the session itself is said only to a person who proved himself.</summary>
    /// <param name="wish">The request.</param>
    /// <param name="against">Why the session can't be joined; null when it waits for a technician.</param>
    /// <param name="from">Where the question comes from.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<LinkMessage> RequestAsync(ApprovalMessages.RequestApproval wish, BrokerMessages.Refused? against, Endpoint from, CancellationToken cancellationToken);

    /// <summary>All that waits or was decided lately, for a supervisor; for others their own requests.</summary>
    Task<LinkMessage> ListAsync(ApprovalMessages.ListApprovals wish, Endpoint from, CancellationToken cancellationToken);

    /// <summary>Approves or refuses; recorded before it counts.</summary>
    Task<LinkMessage> DecideAsync(ApprovalMessages.DecideApproval wish, Endpoint from, CancellationToken cancellationToken);
}
