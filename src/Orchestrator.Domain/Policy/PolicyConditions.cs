using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>Which conditions of a rule a question doesn't meet.</summary>
internal static class PolicyConditions
{
    /// <summary>Whether the rule's hours hold.</summary>
    public static bool IsInHours(PolicyRule rule, PolicyQuestion question) => rule.Hours.IsEmpty || rule.Hours.Any(h => h.Contains(question.LocalTime));

    /// <summary>All conditions but the hours that don't hold, each as half a sentence.</summary>
    public static ImmutableArray<string> Unmet(PolicyRule rule, PolicyQuestion question) =>
    [
        .. When(!rule.Roles.IsEmpty && !rule.Roles.Contains(question.Role), () => $"it is for the role {List(rule.Roles)}, not {question.Role}"),
        .. When(!rule.Capabilities.IsEmpty && !rule.Capabilities.Contains(question.Capability), () => $"it is about {List(rule.Capabilities.Select(c => c.Name()))}"),
        .. When(
            !rule.Instruments.IsEmpty && !rule.Instruments.Any(i => Fits(i, question.Instrument) || Fits(i, question.Serial)),
            () => $"it is for the instrument {List(rule.Instruments)}, not {Named(question.Instrument)} with serial number {Named(question.Serial)}"),
        .. When(!rule.Sites.IsEmpty && !rule.Sites.Any(s => Fits(s, question.Site)), () => $"it is for the site {List(rule.Sites)}, not {Named(question.Site)}"),
        .. rule.Training.Where(course => !question.Training.Contains(course)).Select(course => $"it wants a current record of the course {course}"),
    ];

    private static bool Fits(string pattern, string text) => pattern.EndsWith('*')
        ? text.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : text.Length > 0 && text.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> When(bool holds, Func<string> say) => holds ? [say()] : [];

    private static string List(IEnumerable<string> words) => string.Join(" or ", words);

    private static string Named(string text) => text.Length == 0 ? "(none)" : text;
}
