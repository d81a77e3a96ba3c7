using System.Collections.Immutable;
using Orchestrator.Testbed.Runner.Run.Reports;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>Shows a run while it goes on. Called from several threads.</summary>
internal interface IRunFace
{
    /// <summary>So much will be played.</summary>
    void Begin(ImmutableArray<Scenario> scenarios, int plays);

    /// <summary>A scenario begins in a world.</summary>
    void Starting(Scenario scenario, string world);

    /// <summary>It is over there.</summary>
    void Played(Scenario scenario, string world, PlayedIn played);

    /// <summary>All are.</summary>
    /// <param name="report">All of it.</param>
    /// <param name="good">Scenarios that did what this run wants of them.</param>
    void End(RunReport report, int good);
}
