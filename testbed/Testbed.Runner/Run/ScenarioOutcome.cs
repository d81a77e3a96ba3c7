using System.Collections.Immutable;
using Orchestrator.Testbed.Scenarios.Judging;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>What became of one scenario in all worlds that played it.</summary>
/// <param name="Scenario">Which.</param>
/// <param name="Worlds">By name of the world.</param>
internal sealed record ScenarioOutcome(Scenario Scenario, ImmutableSortedDictionary<string, PlayedIn> Worlds)
{
    /// <summary>What the worlds don't agree in.</summary>
    public ImmutableArray<Check> Disagreements => Worlds.Values.ToArray() is [{ Result: { } one }, { Result: { } other }]
        ? Judgement.Disagreements(one, other)
        : [];

    /// <summary>Every expectation held in every world, and the worlds agree.</summary>
    public bool Holds => Worlds.Count > 0 && Worlds.Values.All(world => world.Holds) && Disagreements.IsEmpty;

    /// <summary>Held against the opposite of every expectation, one at a time, it failed each time: there is no check that can't fail.</summary>
    public bool FailsWhenFlipped => Worlds.Count > 0 && Worlds.Values.All(world => world.Result is not null && !world.Checks.IsEmpty && world.Checks.All(check => !check.Flipped().Holds));
}

/// <summary>What became of a scenario in one world.</summary>
/// <param name="Result">Null when the world couldn't play it.</param>
/// <param name="Checks">Every expectation held against it.</param>
/// <param name="Fault">Why the world couldn't; empty when it could.</param>
internal sealed record PlayedIn(WorldResult? Result, ImmutableArray<Check> Checks, string Fault)
{
    /// <summary>Whether every expectation held.</summary>
    public bool Holds => Result is not null && Checks.All(check => check.Holds);
}
