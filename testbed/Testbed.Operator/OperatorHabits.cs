using Orchestrator.Domain;

namespace Orchestrator.Testbed.Operator;

/// <summary>How a simulated operator behaves. Everything that isn't said is what a helpful person would do.</summary>
public sealed record OperatorHabits
{
    /// <summary>The name that is stated.</summary>
    public string Name { get; init; } = "Operator";

    /// <summary>Time to read and answer a prompt.</summary>
    public TimeSpan AnswerAfter { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Capabilities that are refused.</summary>
    public IReadOnlySet<Capability> Refuses { get; init; } = new HashSet<Capability>();

    /// <summary>Walks away: prompts are never answered.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Takes everything back this long after the first grant; null: doesn't.</summary>
    public TimeSpan? RevokesAfter { get; init; }

    /// <summary>Mishears the six digits this many times.</summary>
    public int Mishears { get; init; }
}
