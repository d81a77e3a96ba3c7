using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Approvals;

/// <summary>Approvals that count at this moment: given, in time, by somebody who may still approve.</summary>
internal sealed class StandingApprovals(BrokerStore store, ApprovalStore approvals, AccountStore accounts, TrainingStore training, TimeProvider time) : IApprovals
{
    public async Task<IReadOnlyDictionary<Capability, string>> ApprovedAsync(Account technician, SessionNumber session, CancellationToken cancellationToken)
    {
        var asked = await approvals.OfAsync(technician.Id, session, cancellationToken);
        var standing = new HashSet<ApprovalDecision>();
        foreach (var decision in asked.Select(a => a.Decision).OfType<ApprovalDecision>())
        {
            if (await StandsAsync(decision, cancellationToken))
            {
                standing.Add(decision);
            }
        }

        return ApprovalRules.Approved(asked, technician.Name, session, standing.Contains, time.GetUtcNow());
    }

    /// <summary>Whoever approved must be able to approve at the moment of the ticket, too, and nothing was taken away from him, or from the console on which he did it, since then.</summary>
    private async Task<bool> StandsAsync(ApprovalDecision decision, CancellationToken cancellationToken)
    {
        var approver = await accounts.FindAsync(decision.Account, cancellationToken);
        await using var db = store.CreateDbContext();
        return approver is { State: AccountState.Active, Role: AccountRoles.Supervisor }
            && !await Revocations.AnySinceAsync(db, approver.Name, decision.KeyFingerprint, decision.At, cancellationToken)
            && await training.FirstMissingAsync(approver, cancellationToken) is null;
    }
}
