using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.Play.Sites;

/// <summary>What a run of QuickSupport is started with, whatever the world.</summary>
/// <param name="Configuration">The vendor's signed configuration.</param>
/// <param name="Folder">Everything of the run lies here, see the other members.</param>
/// <param name="Habits">The operator's.</param>
public sealed record InstrumentOrder(string Configuration, string Folder, OperatorHabits Habits)
{
    /// <summary>Evidence logs.</summary>
    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>Files that come and go.</summary>
    public string Files => Path.Combine(Folder, "files");

    /// <summary>Keys that arrived at the instrument's screen.</summary>
    public string Typed => Path.Combine(Files, ScenarioScreen.TypedFile);
}
