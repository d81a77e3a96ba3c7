using System.Globalization;
using System.Xml.Linq;
using Orchestrator.Testbed.Scenarios.Judging;

namespace Orchestrator.Testbed.Runner.Run.Reports;

/// <summary>The JUnit XML that CI systems read: a suite for each theme, a case for each scenario in each world, and one for their agreement.</summary>
internal static class JUnitReport
{
    /// <summary>Of a run.</summary>
    public static XDocument Of(RunReport report) => new(new XElement(
        "testsuites",
        report.Outcomes.GroupBy(outcome => outcome.Scenario.Theme).OrderBy(theme => theme.Key, StringComparer.Ordinal).Select(theme => Suite(theme.Key, [.. theme.SelectMany(outcome => Cases(report, outcome))]))));

    private static XElement Suite(string theme, XElement[] cases) => new(
        "testsuite",
        new XAttribute("name", theme.Length == 0 ? "scenarios" : theme),
        new XAttribute("tests", cases.Length),
        new XAttribute("failures", cases.Count(one => one.Element("failure") is not null)),
        new XAttribute("errors", cases.Count(one => one.Element("error") is not null)),
        cases);

    private static IEnumerable<XElement> Cases(RunReport report, ScenarioOutcome outcome)
    {
        foreach (var (world, played) in outcome.Worlds)
        {
            var one = Case(outcome, world, played.Result?.Took ?? TimeSpan.Zero);
            if (played.Fault.Length > 0)
                one.Add(new XElement("error", new XAttribute("message", "the world couldn't play it"), Text(played.Fault)));
            else if (Wrong(report, played) is { Length: > 0 } wrong)
                one.Add(new XElement("failure", new XAttribute("message", Text(wrong[0].What)), Text(string.Join('\n', wrong.Select(Line)))));
            yield return one;
        }

        if (outcome.Worlds.Count < 2)
            yield break;
        var agreement = Case(outcome, "agreement", TimeSpan.Zero);
        if (!report.IsFlipped && outcome.Disagreements is { IsEmpty: false } checks)
            agreement.Add(new XElement("failure", new XAttribute("message", "the worlds disagree"), Text(string.Join('\n', checks.Select(Line)))));
        yield return agreement;
    }

    /// <summary>What keeps a case from being what the run wants: in a flipped run, an opposite that holds.</summary>
    private static Check[] Wrong(RunReport report, PlayedIn played) =>
        [.. report.IsFlipped ? played.Checks.Select(check => check.Flipped()).Where(check => check.Holds) : played.Checks.Where(check => !check.Holds)];

    private static XElement Case(ScenarioOutcome outcome, string world, TimeSpan took) => new(
        "testcase",
        new XAttribute("classname", outcome.Scenario.Theme.Length == 0 ? "scenarios" : outcome.Scenario.Theme),
        new XAttribute("name", $"{outcome.Scenario.Id} ({world})"),
        new XAttribute("time", took.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)));

    private static string Line(Check check) => $"{check.What}: expected {check.Expected}; found {check.Found}";

    /// <summary>XML has no place for most control characters.</summary>
    private static string Text(string text) => string.Concat(text.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\t') ? '?' : letter));
}
