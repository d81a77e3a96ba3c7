using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Testbed.Runner.Run.Reports;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>Lines for people: one for each play, and a bar below them where there is a terminal.</summary>
internal sealed class TextFace(TextWriter output) : IRunFace
{
    private const int BarWidth = 30;

    private readonly Lock _gate = new();
    private readonly bool _hasBar = !System.Console.IsOutputRedirected;
    private readonly HashSet<string> _running = [];
    private int _plays;
    private int _done;
    private int _failed;

    /// <inheritdoc/>
    public void Begin(ImmutableArray<Scenario> scenarios, int plays)
    {
        _plays = plays;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenarios.Length} scenarios, {plays} plays"));
    }

    /// <inheritdoc/>
    public void Starting(Scenario scenario, string world)
    {
        lock (_gate)
        {
            _running.Add($"{scenario.Id} ({world})");
            Bar();
        }
    }

    /// <inheritdoc/>
    public void Played(Scenario scenario, string world, PlayedIn played)
    {
        lock (_gate)
        {
            _running.Remove($"{scenario.Id} ({world})");
            _done++;
            _failed += played.Holds ? 0 : 1;
            Clear();
            output.WriteLine(Line(scenario, world, played));
            foreach (var check in played.Checks.Where(check => !check.Holds))
                output.WriteLine($"         {check.What}: expected {check.Expected}; found {check.Found}");
            if (played.Fault.Length > 0)
                output.WriteLine($"         {played.Fault}");
            else if (!played.Holds && played.Result is { Sentence.Length: > 0 } result)
                output.WriteLine($"         the operator read: {result.Sentence}");
            Bar();
        }
    }

    /// <inheritdoc/>
    public void End(RunReport report, int good)
    {
        Clear();
        foreach (var outcome in report.Outcomes)
        {
            foreach (var check in outcome.Disagreements)
                output.WriteLine($"DISAGREE {outcome.Scenario.Id}: {check.What}: {check.Expected} in the {outcome.Worlds.Keys.First()} world, {check.Found} in the {outcome.Worlds.Keys.Last()} one");
        }

        output.WriteLine(report.IsFlipped
            ? string.Create(CultureInfo.InvariantCulture, $"{good} of {report.Outcomes.Length} scenarios fail with every expectation flipped, as they must.")
            : string.Create(CultureInfo.InvariantCulture, $"{good} of {report.Outcomes.Length} scenarios hold."));
    }

    private static string Line(Scenario scenario, string world, PlayedIn played)
    {
        var result = played.Result;
        var found = result is null ? "couldn't be played" : string.Join(" ", new[] { Words.Of(result.Verdict), result.Code, result.Path }.Where(part => part.Length > 0));
        return string.Create(CultureInfo.InvariantCulture, $"{(played.Holds ? "ok      " : "FAILED  ")} {scenario.Theme}/{scenario.Id} ({world}, {result?.Took.TotalSeconds ?? 0:0.0} s): {found}");
    }

    private void Bar()
    {
        if (!_hasBar)
            return;
        Clear();
        var full = _plays == 0 ? 0 : _done * BarWidth / _plays;
        var now = string.Join(", ", _running);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"[{new string('#', full)}{new string('.', BarWidth - full)}] {_done}/{_plays}, {_failed} failed  {(now.Length > 60 ? now[..60] : now)}"));
    }

    private void Clear()
    {
        if (_hasBar)
            output.Write($"\r{new string(' ', 120)}\r");
    }
}
