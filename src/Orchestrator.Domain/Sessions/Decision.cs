using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>What follows from a command.</summary>
/// <param name="Events">In order; may be empty.</param>
/// <param name="Refusal">Why nothing was allowed; null when the command was carried out.</param>
public sealed record Decision(ImmutableArray<SessionEvent> Events, Refusal? Refusal = null)
{
    /// <summary>Nothing happens and nobody is told: the command no longer applies.</summary>
    public static Decision Nothing { get; } = new([]);

    /// <summary>These events.</summary>
    public static Decision Of(params IEnumerable<SessionEvent> events) => new([.. events]);

    /// <summary>A refusal that isn't worth a record.</summary>
    public static Decision Refused(string code, string sentence) => new([], new Refusal(code, sentence));
}

/// <summary>Why something was not allowed.</summary>
/// <param name="Code">Stable, upper case with underscores.</param>
/// <param name="Sentence">For the person who reads it: what, why, what to do.</param>
public sealed record Refusal(string Code, string Sentence);
