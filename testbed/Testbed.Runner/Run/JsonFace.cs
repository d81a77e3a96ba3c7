using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Testbed.Runner.Run.Reports;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>One JSON object a line, for programs.</summary>
internal sealed class JsonFace(TextWriter output) : IRunFace
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Begin(ImmutableArray<Scenario> scenarios, int plays) => Say(new { @event = "begin", scenarios = scenarios.Length, plays });

    /// <inheritdoc/>
    public void Starting(Scenario scenario, string world) => Say(new { @event = "starting", scenario = scenario.Id, world });

    /// <inheritdoc/>
    public void Played(Scenario scenario, string world, PlayedIn played) => Say(new
    {
        @event = "played",
        scenario = scenario.Id,
        theme = scenario.Theme,
        world,
        holds = played.Holds,
        verdict = played.Result is { } result ? Words.Of(result.Verdict) : null,
        path = played.Result?.Path,
        code = played.Result?.Code,
        seconds = played.Result?.Took.TotalSeconds,
        hops = played.Result?.Hops.Select(hop => hop.Destination),
        failed = played.Checks.Where(check => !check.Holds).Select(check => new { check.What, check.Expected, check.Found }),
        fault = played.Fault,
    });

    /// <inheritdoc/>
    public void End(RunReport report, int good) => Say(new
    {
        @event = "end",
        scenarios = report.Outcomes.Length,
        good,
        flipped = report.IsFlipped,
        disagreements = report.Outcomes.SelectMany(outcome => outcome.Disagreements.Select(check => new { scenario = outcome.Scenario.Id, check.What })),
    });

    private void Say(object what)
    {
        lock (_gate)
            output.WriteLine(JsonSerializer.Serialize(what, JsonSerializerOptions.Web));
    }
}
