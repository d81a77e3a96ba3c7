using Orchestrator.Domain;

namespace Orchestrator.Broker.Admission;

/// <summary>What supervisors approved, as admission needs it for a ticket.</summary>
internal interface IApprovals
{
    /// <summary>The capabilities that count as approved for this technician in this session at this moment, each with the approver's printed name.</summary>
    Task<IReadOnlyDictionary<Capability, string>> ApprovedAsync(Accounts.Account technician, SessionNumber session, CancellationToken cancellationToken);
}
