using System.Globalization;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Policies;

/// <summary>A rule as tables and programs get it.</summary>
internal static class RuleWords
{
    public static string Of(PolicyEffect effect) => effect == PolicyEffect.Permit ? "permit" : "deny";

    public static string Of(PolicyOutcome outcome) => outcome switch
    {
        PolicyOutcome.Permitted => "permitted",
        PolicyOutcome.ApprovalNeeded => "approval-needed",
        PolicyOutcome.Denied => "denied",
        _ => "not-permitted",
    };

    /// <summary>Everything that a rule asks about.</summary>
    public static string Conditions(PolicyRule rule)
    {
        string[] parts =
        [
            Part("role", rule.Roles), Part("for", rule.Capabilities.Select(c => c.Name())), Part("instrument", rule.Instruments), Part("site", rule.Sites),
            Part("hours", rule.Hours.Select(h => h.ToString())), Part("training", rule.Training),
        ];
        return string.Join("; ", parts.Where(p => p.Length > 0)) is { Length: > 0 } text ? text : "everywhere";
    }

    /// <summary>Everything that a rule limits.</summary>
    public static string Limits(PolicyRule rule)
    {
        var files = rule.Limits.Files;
        string[] parts =
        [
            rule.Limits.Minutes is { } minutes ? string.Create(CultureInfo.InvariantCulture, $"{minutes} min") : "",
            files.MaxBytes < long.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"{files.MaxBytes >> 20} MiB") : "",
            files.Types.IsAny ? "" : files.Types.ToString(),
            files.Folders.IsAny ? "" : files.Folders.ToString(),
            rule.NeedsApproval ? "supervisor's approval" : "",
        ];
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    /// <summary>The members of a rule, named as in the YAML; what it doesn't name is null.</summary>
    public static object Members(PolicyRule rule) => new
    {
        id = rule.Id,
        effect = Of(rule.Effect),
        roles = Named(rule.Roles),
        capabilities = Named(rule.Capabilities.Select(c => c.Name())),
        instruments = Named(rule.Instruments),
        sites = Named(rule.Sites),
        hours = Named(rule.Hours.Select(h => h.ToString())),
        training = Named(rule.Training),
        minutes = rule.Limits.Minutes,
        maxFileBytes = rule.Limits.Files.MaxBytes < long.MaxValue ? rule.Limits.Files.MaxBytes : default(long?),
        fileTypes = rule.Limits.Files.Types.IsAny ? null : rule.Limits.Files.Types.Names.ToArray(),
        folders = rule.Limits.Files.Folders.IsAny ? null : rule.Limits.Files.Folders.Paths.ToArray(),
        approval = rule.NeedsApproval ? "supervisor" : null,
    };

    private static string[]? Named(IEnumerable<string> values) => values.ToArray() is { Length: > 0 } some ? some : null;

    private static string Part(string name, IEnumerable<string> values) => string.Join(", ", values) is { Length: > 0 } text ? $"{name} {text}" : "";
}
