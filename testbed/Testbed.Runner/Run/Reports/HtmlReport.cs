using System.Globalization;
using System.Net;
using System.Text;
using Orchestrator.Testbed.Scenarios.Judging;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Runner.Run.Reports;

/// <summary>One page for people: what was expected, what happened in each world, where the instrument PC sent packets, how long it took.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b2733; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
        table { border-collapse: collapse; width: 100%; margin: .3rem 0; }
        th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #d9e0e6; }
        .good { color: #14683a; } .bad { color: #a11; font-weight: 600; } code { font-size: .92em; } .quiet { color: #5b6b78; }
        """;

    /// <summary>Of a run.</summary>
    public static string Of(RunReport report)
    {
        var page = new StringBuilder();
        var good = report.Outcomes.Count(report.IsGood);
        page.Append($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Scenarios</title><style>{Style}</style></head><body>\n");
        page.Append("<h1>Scenarios</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>{report.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC. {good} of {report.Outcomes.Length} {(report.IsFlipped ? "fail with every expectation flipped, as they must" : "hold")}.</p>\n");
        if (!report.Servers.IsEmpty)
            page.Append($"<p class=\"quiet\">{Text(string.Join(", ", report.Servers.Select(server => $"{server.Key} {server.Value}")))}</p>\n");
        foreach (var theme in report.Outcomes.GroupBy(outcome => outcome.Scenario.Theme))
        {
            page.Append($"<h2>{Text(theme.Key)}</h2>\n");
            foreach (var outcome in theme)
                WriteScenario(page, report, outcome);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void WriteScenario(StringBuilder page, RunReport report, ScenarioOutcome outcome)
    {
        var scenario = outcome.Scenario;
        page.Append($"<h3 id=\"{scenario.Id}\"><span class=\"{(report.IsGood(outcome) ? "good\">&#10003;" : "bad\">&#10007;")}</span> {Text(scenario.Id)}</h3>\n<p>{Text(scenario.Title)}</p>\n");
        if (scenario.Worlds != WorldChoice.Both)
            page.Append($"<p class=\"quiet\">Only in the {Text(string.Join("", outcome.Worlds.Keys))} world: {Text(scenario.WorldReason)}</p>\n");
        page.Append("<table><tr><th></th><th>verdict</th><th>code</th><th>path</th><th>hops (packets, let through)</th><th>timings</th></tr>\n");
        page.Append($"<tr><td>expected</td><td>{Words.Of(scenario.Expect.Verdict)}</td><td><code>{Text(scenario.Expect.Code)}</code></td><td><code>{Text(scenario.Expect.Path)}</code></td><td>{Text(string.Join(", ", scenario.Expect.Hops.Select(Words.Of)))}</td><td></td></tr>\n");
        foreach (var (world, played) in outcome.Worlds)
            WriteWorld(page, world, played);
        page.Append("</table>\n");
        foreach (var check in outcome.Disagreements)
            page.Append($"<p class=\"bad\">The worlds disagree in {Text(check.What)}: {Text(check.Expected)} against {Text(check.Found)}.</p>\n");
    }

    private static void WriteWorld(StringBuilder page, string world, PlayedIn played)
    {
        if (played.Result is not { } result)
        {
            page.Append($"<tr><td>{world}</td><td colspan=\"5\" class=\"bad\">{Text(played.Fault)}</td></tr>\n");
            return;
        }

        page.Append($"<tr><td>{world}</td><td>{Words.Of(result.Verdict)}</td><td><code>{Text(result.Code)}</code></td><td><code>{Text(result.Path)}</code></td><td>{string.Join("<br>", result.Hops.Select(Hop))}</td><td>{string.Join("<br>", result.Timings.Select(Time))}</td></tr>\n");
        if (result.Sentence.Length > 0)
            page.Append($"<tr><td></td><td colspan=\"5\" class=\"quiet\">{Text(result.Sentence)}</td></tr>\n");
        foreach (var check in played.Checks.Where(check => !check.Holds))
            page.Append($"<tr><td></td><td colspan=\"5\" class=\"bad\">{Text(Line(check))}</td></tr>\n");
    }

    private static string Hop(Hop hop) => string.Create(
        CultureInfo.InvariantCulture, $"{(hop.Role is { } role ? Words.Of(role) : "nobody")} <code>{Text(hop.Destination)}</code> ({hop.Packets}, {hop.Passed})");

    private static string Time(Timing timing) => string.Create(CultureInfo.InvariantCulture, $"{Text(timing.What)} {timing.Took.TotalMilliseconds:0} ms");

    private static string Line(Check check) => $"{check.What}: expected {check.Expected}; found {check.Found}";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
