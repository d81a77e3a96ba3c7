using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain;
using Orchestrator.Yaml;

namespace Orchestrator.Broker.Policies;

/// <summary>A question with the answer that somebody expects of a policy.</summary>
/// <param name="Line">In the table's file.</param>
/// <param name="Question">Its time is meant in the policy's zone.</param>
/// <param name="Outcomes">Any of these is right.</param>
/// <param name="Minutes">The expected limit; null: not looked at.</param>
internal sealed record Expectation(int Line, PolicyQuestion Question, ImmutableArray<PolicyOutcome> Outcomes, int? Minutes)
{
    /// <summary>What differs; null when the policy says what is expected.</summary>
    public string? Difference(VendorPolicy policy)
    {
        var answer = policy.Ask(Question);
        return !Outcomes.Contains(answer.Outcome) ? $"expected {string.Join(" or ", Outcomes.Select(RuleWords.Of))}: {answer.Sentence}"
            : Minutes is { } minutes && answer.Limits.Minutes != minutes
                ? string.Create(CultureInfo.InvariantCulture, $"expected at most {minutes} minutes: {answer.Sentence}")
            : null;
    }
}

/// <summary>Reads a table of expectations: YAML, as strictly as a policy.</summary>
internal static class PolicyTable
{
    private const int MaxDepth = 5;
    private const int MaxRows = 5000;
    private const int MaxText = 120;

    private static readonly (string Name, ImmutableArray<PolicyOutcome> Outcomes)[] Expected =
    [
        .. Enum.GetValues<PolicyOutcome>().Select(outcome => (RuleWords.Of(outcome), ImmutableArray.Create(outcome))),
        ("no", [PolicyOutcome.Denied, PolicyOutcome.NotPermitted]),
    ];

    /// <exception cref="YamlFaultException">With the line.</exception>
    public static ImmutableArray<Expectation> Read(string text)
    {
        var rows = ImmutableArray.CreateBuilder<Expectation>();
        foreach (var (_, list) in (StrictYaml.Read(text, MaxDepth) ?? throw new YamlFaultException(1, "nothing stands in it")).Entries("expectations"))
        {
            rows.AddRange(list.Items().Take(MaxRows).Select(ReadRow));
        }

        return rows.Count > 0 ? rows.ToImmutable() : throw new YamlFaultException(1, "no expectation stands in it");
    }

    private static Expectation ReadRow(YamlPlace place)
    {
        string? role = null;
        Capability? capability = null;
        DateTime? at = null;
        ImmutableArray<PolicyOutcome> outcomes = [];
        int? minutes = null;
        var question = new PolicyQuestion { Role = "", Capability = default, LocalTime = default };
        foreach (var (key, value) in place.Entries("role", "capability", "instrument", "serial", "site", "at", "training", "expect", "minutes"))
        {
            switch (key)
            {
                case "role":
                    role = value.Text(MaxText);
                    break;
                case "capability":
                    capability = Capabilities.Parse(value.Text(MaxText)) ?? throw value.Wrong("isn't a capability");
                    break;
                case "at":
                    at = ParseTime(value.Text(MaxText)) ?? throw value.Wrong("needs a time like 2026-11-26T14:00");
                    break;
                case "expect":
                    var word = value.Text(MaxText);
                    outcomes = Expected.FirstOrDefault(e => e.Name == word).Outcomes;
                    if (outcomes.IsDefaultOrEmpty)
                        throw value.Wrong($"needs {string.Join(", ", Expected.Select(e => e.Name))}");
                    break;
                case "minutes":
                    minutes = value.Number(1, int.MaxValue);
                    break;
                default:
                    question = Claim(question, key, value);
                    break;
            }
        }

        return role is not null && capability is { } wanted && at is { } time && !outcomes.IsEmpty
            ? new Expectation((int)place.Line, question with { Role = role, Capability = wanted, LocalTime = time }, outcomes, minutes)
            : throw place.Wrong("needs role, capability, at and expect in each row");
    }

    /// <summary>Date and time of day without a zone; null when it isn't that.</summary>
    public static DateTime? ParseTime(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static PolicyQuestion Claim(PolicyQuestion question, string key, YamlPlace value) => key switch
    {
        "instrument" => question with { Instrument = value.Text(MaxText) },
        "serial" => question with { Serial = value.Text(MaxText) },
        "site" => question with { Site = value.Text(MaxText) },
        _ => question with { Training = [.. value.Items().Select(item => item.Text(MaxText))] },
    };
}
