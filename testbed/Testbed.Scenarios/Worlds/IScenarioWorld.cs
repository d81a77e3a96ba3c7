using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.Scenarios.Worlds;

/// <summary>
/// Somewhere a scenario can be played: the simulated world or the real one. Serves many scenarios one after the other or at once; each gets a site of its
/// own. Disposal takes down everything, and so does the end of the process.
/// </summary>
public interface IScenarioWorld : IAsyncDisposable
{
    /// <summary><see cref="WorldNames"/>.</summary>
    string Name { get; }

    /// <summary>Programs that take part, with their versions, for the report; empty where all is simulated.</summary>
    IReadOnlyDictionary<string, string> Servers { get; }

    /// <summary>Plays one and tells what happened. What the product does, however wrong, is a result.</summary>
    /// <exception cref="WorldException">The world itself can't play it: the run fails, whatever was expected.</exception>
    Task<WorldResult> PlayAsync(Scenario scenario, CancellationToken cancellationToken);
}

/// <summary>Names of worlds.</summary>
public static class WorldNames
{
    /// <summary>In this process.</summary>
    public const string Simulated = "simulated";

    /// <summary>Network namespaces and real servers.</summary>
    public const string Real = "real";
}

/// <summary>A world can't play: rights, a program or a part of it is missing, or it failed. The sentence says what to do.</summary>
public sealed class WorldException(string sentence, Exception? inner = null) : Exception(sentence, inner);
