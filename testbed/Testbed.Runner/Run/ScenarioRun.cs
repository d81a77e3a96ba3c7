using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Enumeration;
using Orchestrator.Testbed.Runner.Run.Reports;
using Orchestrator.Testbed.Scenarios.Judging;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>One run over many scenarios.</summary>
internal sealed class ScenarioRun(RunOptions options, IRunFace face)
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int NoWorld = 3;

    /// <summary>Reads, plays, reports; gives the exit code.</summary>
    public static async Task<int> RunAsync(RunOptions options, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        IRunFace face = options.Json ? new JsonFace(output) : new TextFace(output);
        try
        {
            return await new ScenarioRun(options, face).RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is ScenarioFileException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(e.Message);
            return Usage;
        }
        catch (WorldException e)
        {
            await errors.WriteLineAsync(e.Message);
            return NoWorld;
        }
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var scenarios = ScenarioFolder.Read(options.Place).Where(IsWanted).ToImmutableArray();
        if (scenarios.IsEmpty)
            throw new IOException($"No scenario in {options.Place} is named like {string.Join(" or ", options.Filters)}.");
        using var place = RunPlace.Make();
        var played = scenarios.ToDictionary(one => one.Id, _ => new ConcurrentDictionary<string, PlayedIn>());
        var servers = new Dictionary<string, string>();
        face.Begin(scenarios, Worlds().Select(world => world.Name).Sum(name => scenarios.Count(one => Plays(one, name))));
        foreach (var (name, start, atOnce) in Worlds())
        {
            var mine = scenarios.Where(one => Plays(one, name)).ToList();
            if (mine.Count == 0)
                continue;
            await using var world = await start(place, cancellationToken);
            foreach (var (server, version) in world.Servers)
                servers[server] = version;
            await Parallel.ForEachAsync(
                mine,
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                async (scenario, stop) =>
                {
                    face.Starting(scenario, name);
                    var result = await PlayAsync(world, scenario, stop);
                    played[scenario.Id][name] = result;
                    face.Played(scenario, name, options.Flip ? Flipped(result) : result);
                });
        }

        var outcomes = scenarios.Where(one => !played[one.Id].IsEmpty).Select(one => new ScenarioOutcome(one, played[one.Id].ToImmutableSortedDictionary())).ToImmutableArray();
        var good = outcomes.Count(outcome => options.Flip ? outcome.FailsWhenFlipped : outcome.Holds);
        var report = new RunReport(outcomes, servers.ToImmutableSortedDictionary(), options.Flip, TimeProvider.System.GetUtcNow());
        if (options.Report is { } folder)
            ReportFolder.Write(report, folder);
        if (options.Matrix is { } matrix)
            await File.WriteAllTextAsync(matrix, MatrixText.Of(report), cancellationToken);
        face.End(report, good);
        return good == outcomes.Length && outcomes.Length > 0 ? 0 : Failed;
    }

    private IEnumerable<(string Name, Func<RunPlace, CancellationToken, Task<IScenarioWorld>> Start, int AtOnce)> Worlds()
    {
        if (options.World != WorldOption.Real)
            yield return (WorldNames.Simulated, (place, stop) => place.SimulatedAsync(stop), options.Parallel);
        if (options.World != WorldOption.Simulated)
            yield return (WorldNames.Real, (_, stop) => RunPlace.RealAsync(stop), options.Parallel);
    }

    private bool IsWanted(Scenario scenario) => options.Filters.Count == 0
        || options.Filters.Any(filter => FileSystemName.MatchesSimpleExpression($"*{filter}*", $"{scenario.Theme}/{scenario.Id}"));

    private static bool Plays(Scenario scenario, string world) => scenario.Worlds switch
    {
        WorldChoice.SimulatedOnly => world == WorldNames.Simulated,
        WorldChoice.RealOnly => world == WorldNames.Real,
        _ => true,
    };

    private static async Task<PlayedIn> PlayAsync(IScenarioWorld world, Scenario scenario, CancellationToken cancellationToken)
    {
        try
        {
            var result = await world.PlayAsync(scenario, cancellationToken);
            return new PlayedIn(result, Judgement.Of(scenario, result), "");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One scenario that can't be played doesn't keep the others from it; it has failed, whatever it expected.
            return new PlayedIn(null, [], e is WorldException ? e.Message : e.ToString());
        }
    }

    private static PlayedIn Flipped(PlayedIn played) => played with { Checks = [.. played.Checks.Select(check => check.Flipped())] };
}
