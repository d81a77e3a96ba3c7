using System.Collections.Immutable;

namespace Orchestrator.Links.Routing;

/// <summary>The routes to one name, and where they come from.</summary>
/// <param name="Routes">In the order of trying; none when every source failed, and then a finding says why.</param>
/// <param name="Findings">What each source said.</param>
internal sealed record RoutePlan(ImmutableArray<Route> Routes, ImmutableArray<RouteFinding> Findings);

/// <summary>What was found in one place that may name routes.</summary>
/// <param name="Source">The place, for a reader.</param>
/// <param name="Code">Why it named none; empty when it did, or had nothing to say.</param>
/// <param name="Sentence">What it said or why it failed, for a reader.</param>
public sealed record RouteFinding(string Source, string Code, string Sentence);
