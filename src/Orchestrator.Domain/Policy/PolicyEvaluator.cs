using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>
/// Answers a question by a policy. Pure: no clock, no store. What nothing permits isn't permitted; what one rule forbids no rule permits;
/// of several rules that permit, the strictest of each limit holds, and one that wants an approval is enough. So a further rule never loosens what another one limits.
/// </summary>
public static class PolicyEvaluator
{
    /// <summary>The answer, with a reason for each rule.</summary>
    public static PolicyAnswer Ask(this VendorPolicy policy, PolicyQuestion question)
    {
        var judged = policy.Rules.Select(rule => (Rule: rule, Why: PolicyConditions.Unmet(rule, question), IsInHours: PolicyConditions.IsInHours(rule, question))).ToImmutableArray();
        var applying = judged.Where(j => j.Why.IsEmpty && j.IsInHours).Select(j => j.Rule).ToImmutableArray();
        var permits = applying.Where(r => r.Effect == PolicyEffect.Permit).ToImmutableArray();
        var denies = applying.Where(r => r.Effect == PolicyEffect.Deny).ToImmutableArray();
        var limits = permits.Aggregate(PolicyLimits.None, (all, one) => all.Tighten(one.Limits));
        var outcome = OutcomeOf(question.Capability, permits, denies, limits);

        // A rule that would apply at another hour changes the answer when that hour comes, as does one that applies when its hours end.
        var changes = judged.Where(j => j.Why.IsEmpty && !j.Rule.Hours.IsEmpty).Select(j => PolicyHours.NextChange(j.Rule.Hours, question.LocalTime));
        return new PolicyAnswer(
            outcome,
            limits,
            changes.Min(),
            PolicyWords.Of(outcome, question, permits, denies, limits),
            [.. judged.Select(j => PolicyWords.Reason(j.Rule, question, j.Why, j.IsInHours))]);
    }

    private static PolicyOutcome OutcomeOf(Capability capability, ImmutableArray<PolicyRule> permits, ImmutableArray<PolicyRule> denies, PolicyLimits limits) =>
        !denies.IsEmpty ? PolicyOutcome.Denied
        : permits.IsEmpty || (capability.IsOneFile() && (limits.Files.Types.IsNone || limits.Files.Folders.IsNone)) ? PolicyOutcome.NotPermitted
        : permits.Any(r => r.NeedsApproval) ? PolicyOutcome.ApprovalNeeded
        : PolicyOutcome.Permitted;
}
