using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>What a policy says to a question.</summary>
public enum PolicyOutcome
{
    /// <summary>No rule permits it, or those that do leave nothing of it.</summary>
    NotPermitted,

    /// <summary>A rule forbids it.</summary>
    Denied,

    /// <summary>Permitted once a supervisor has approved it.</summary>
    ApprovalNeeded,

    /// <summary>Permitted within the limits.</summary>
    Permitted,
}

/// <summary>What a policy says to a question, and why.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Limits">The strictest of all rules that permit it; without meaning where nothing is permitted.</param>
/// <param name="HoldsUntil">Local time until which the answer stays the same; null when time doesn't change it.</param>
/// <param name="Sentence">The answer in words.</param>
/// <param name="Reasons">One for each rule, in the policy's order.</param>
public sealed record PolicyAnswer(PolicyOutcome Outcome, PolicyLimits Limits, DateTime? HoldsUntil, string Sentence, ImmutableArray<RuleReason> Reasons);

/// <summary>What one rule has to do with an answer.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Effect">What it does where it applies.</param>
/// <param name="Applies">Every condition that it names holds.</param>
/// <param name="Sentence">Why, in words.</param>
public sealed record RuleReason(string Rule, PolicyEffect Effect, bool Applies, string Sentence);
