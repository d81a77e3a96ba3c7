using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians;

/// <summary>Supervisors' approvals from a console. Each call proves the person in full, with a code of its own.</summary>
public sealed class ConsoleApprovals
{
    private readonly ConsoleRun _run;

    internal ConsoleApprovals(ConsoleRun run) => _run = run;

    /// <summary>Asks for an approval; gives the request's id.</summary>
    /// <exception cref="ConsoleException">Refused, or the server can't be reached or believed.</exception>
    public async Task<string> RequestAsync(SessionNumber session, CapabilitySet capabilities, string reason, PersonProof who, CancellationToken cancellationToken = default) =>
        (await _run.AskAsync<ApprovalMessages.ApprovalFiled>(new ApprovalMessages.RequestApproval(session, capabilities, reason, who), cancellationToken).ConfigureAwait(false)).Id;

    /// <summary>What waits, then what was decided lately.</summary>
    /// <exception cref="ConsoleException">Refused, or the server can't be reached or believed.</exception>
    public async Task<ImmutableArray<ApprovalLine>> ListAsync(PersonProof who, CancellationToken cancellationToken = default) =>
        (await _run.AskAsync<ApprovalMessages.ApprovalsListed>(new ApprovalMessages.ListApprovals(who), cancellationToken).ConfigureAwait(false)).Approvals;

    /// <summary>Approves or refuses; gives the request's state afterwards.</summary>
    /// <exception cref="ConsoleException">Refused, or the server can't be reached or believed.</exception>
    public async Task<string> DecideAsync(string id, bool approve, string meaning, PersonProof who, CancellationToken cancellationToken = default) =>
        (await _run.AskAsync<ApprovalMessages.ApprovalDecided>(new ApprovalMessages.DecideApproval(id, approve, meaning, who), cancellationToken).ConfigureAwait(false)).State;
}
