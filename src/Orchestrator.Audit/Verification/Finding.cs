namespace Orchestrator.Audit.Verification;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing is wrong.</summary>
    Note,

    /// <summary>Not proven, or not complete: somebody should find out why.</summary>
    Warning,

    /// <summary>What is here isn't what was signed, or isn't allowed.</summary>
    Error,
}

/// <summary>One finding of a verification.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Sentence">For a person.</param>
/// <param name="Sequence">At which record, counted from 0; null when it is about the whole.</param>
public sealed record Finding(FindingSeverity Severity, string Code, string Sentence, long? Sequence = null);
