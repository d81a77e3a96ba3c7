using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.Domain;

/// <summary>Answers and reasons in words.</summary>
internal static class PolicyWords
{
    public static string Of(
        PolicyOutcome outcome, PolicyQuestion question, ImmutableArray<PolicyRule> permits, ImmutableArray<PolicyRule> denies, PolicyLimits limits) => outcome switch
        {
            PolicyOutcome.Denied => $"{question.Capability.Name()} is forbidden by {Ids(denies)}.",
            PolicyOutcome.NotPermitted when permits.IsEmpty => $"{question.Capability.Name()} isn't permitted: no rule permits it.",
            PolicyOutcome.NotPermitted => $"{question.Capability.Name()} isn't permitted: {Ids(permits)} permit it, but have no type or folder of files in common.",
            PolicyOutcome.ApprovalNeeded =>
                $"{question.Capability.Name()} needs a supervisor's approval, wanted by {Ids([.. permits.Where(r => r.NeedsApproval)])}; then it is permitted{Within(question, limits)}.",
            _ => $"{question.Capability.Name()} is permitted by {Ids(permits)}{Within(question, limits)}.",
        };

    public static RuleReason Reason(PolicyRule rule, PolicyQuestion question, ImmutableArray<string> unmet, bool isInHours)
    {
        var why = isInHours ? unmet : unmet.Add($"{Time(question.LocalTime)} is outside {string.Join(" and ", rule.Hours)}");
        var applies = why.IsEmpty;
        var says = (applies, rule.Effect) switch
        {
            (false, _) => $"doesn't apply: {string.Join("; ", why)}",
            (_, PolicyEffect.Deny) => "applies: forbids it",
            _ => $"applies: permits it{Within(question, rule.Limits)}{(rule.NeedsApproval ? ", with a supervisor's approval" : "")}",
        };
        return new RuleReason(rule.Id, rule.Effect, applies, says);
    }

    private static string Within(PolicyQuestion question, PolicyLimits limits)
    {
        var files = question.Capability.IsOneFile() ? limits.Files : FileLimits.Any;
        var words = new[]
        {
            limits.Minutes is { } minutes ? Text($"at most {minutes} minutes") : "",
            files.MaxBytes < long.MaxValue ? Text($"files of at most {files.MaxBytes} bytes") : "",
            files.Types.IsAny ? "" : $"files of type {files.Types}",
            files.Folders.IsAny ? "" : $"files in {files.Folders}",
        };
        return string.Concat(words.Where(w => w.Length > 0).Select(w => ", " + w));
    }

    private static string Ids(ImmutableArray<PolicyRule> rules) => string.Join(", ", rules.Select(r => r.Id));

    private static string Time(DateTime local) =>
        $"{PolicyHours.DayNames.First(d => d.Day == local.DayOfWeek).Name} {local.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
