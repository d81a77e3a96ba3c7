using System.Collections.Immutable;
using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>How a person proves himself for one thing that he asks of the broker.</summary>
/// <param name="Account">User name.</param>
/// <param name="Password">Given again each time.</param>
/// <param name="SecondFactor">A code of this moment.</param>
public sealed record PersonProof(string Account, SecretText Password, SecretText SecondFactor);

/// <summary>Supervisors' approvals: what a console asks of the broker, and what it answers. Each question proves the person anew.</summary>
public static class ApprovalMessages
{
    /// <summary>A technician wants a supervisor's approval for capabilities in one session.</summary>
    public sealed record RequestApproval(SessionNumber Session, CapabilitySet Capabilities, string Reason, PersonProof Who) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.RequestApproval;
    }

    /// <summary>A supervisor wants to see what waits, a technician what became of his own requests.</summary>
    public sealed record ListApprovals(PersonProof Who) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ListApprovals;
    }

    /// <summary>A supervisor approves or refuses.</summary>
    /// <param name="Id">Of the request.</param>
    /// <param name="Approve">Yes or no.</param>
    /// <param name="Meaning">What the decision means; stands in the record beside the printed name.</param>
    /// <param name="Who">The supervisor.</param>
    public sealed record DecideApproval(string Id, bool Approve, string Meaning, PersonProof Who) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.DecideApproval;
    }

    /// <summary>The request waits for a supervisor.</summary>
    public sealed record ApprovalFiled(string Id, long UtcMilliseconds) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ApprovalFiled;
    }

    /// <summary>What waits first, then what was decided lately.</summary>
    public sealed record ApprovalsListed(ImmutableArray<ApprovalLine> Approvals) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ApprovalsListed;

        /// <summary>The same lines in the same order.</summary>
        public bool Equals(ApprovalsListed? other) => other is not null && Approvals.SequenceEqual(other.Approvals);

        /// <inheritdoc/>
        public override int GetHashCode() => Approvals.Length;
    }

    /// <summary>The decision is recorded.</summary>
    /// <param name="Id">Of the request.</param>
    /// <param name="State">One of the states of an approval.</param>
    public sealed record ApprovalDecided(string Id, string State) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.ApprovalDecided;
    }
}

/// <summary>One request as people see it in a list.</summary>
/// <param name="Id">To approve or refuse it by.</param>
/// <param name="Session">For which session.</param>
/// <param name="Account">Who asked.</param>
/// <param name="PrintedName">Who asked, as printed.</param>
/// <param name="Capabilities">For what.</param>
/// <param name="Reason">Why.</param>
/// <param name="AskedUtcMilliseconds">When, by the broker's clock.</param>
/// <param name="State">One of the states of an approval.</param>
public sealed record ApprovalLine(
    string Id, SessionNumber Session, string Account, string PrintedName, CapabilitySet Capabilities, string Reason, long AskedUtcMilliseconds, string State);
