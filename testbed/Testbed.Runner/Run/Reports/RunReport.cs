using System.Collections.Immutable;

namespace Orchestrator.Testbed.Runner.Run.Reports;

/// <summary>All of a run.</summary>
/// <param name="Outcomes">By theme and id.</param>
/// <param name="Servers">Real programs that took part, with their versions.</param>
/// <param name="IsFlipped">Every expectation was turned into its opposite.</param>
/// <param name="At">When it was over.</param>
internal sealed record RunReport(ImmutableArray<ScenarioOutcome> Outcomes, ImmutableSortedDictionary<string, string> Servers, bool IsFlipped, DateTimeOffset At)
{
    /// <summary>Whether an outcome is what this run wants.</summary>
    public bool IsGood(ScenarioOutcome outcome) => IsFlipped ? outcome.FailsWhenFlipped : outcome.Holds;
}

/// <summary>Both reports in one folder.</summary>
internal static class ReportFolder
{
    /// <summary>Writes <c>junit.xml</c> and <c>report.html</c>; replaces what is there.</summary>
    public static void Write(RunReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        JUnitReport.Of(report).Save(Path.Combine(folder, "junit.xml"));
        File.WriteAllText(Path.Combine(folder, "report.html"), HtmlReport.Of(report));
    }
}
