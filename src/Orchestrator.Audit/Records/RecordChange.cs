namespace Orchestrator.Audit.Records;

/// <summary>What changed, why, and how it ended.</summary>
public sealed record RecordChange
{
    /// <summary>Value before.</summary>
    public string? Old { get; init; }

    /// <summary>Value after.</summary>
    public string? New { get; init; }

    /// <summary>Reason as a stable word of the program. A person's own words go into <see cref="StatedReason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Salted commitment to the reason that a person typed; the text lies beside the log, erasable.</summary>
    public string? StatedReason { get; init; }

    /// <summary>One of <see cref="Outcomes"/>.</summary>
    public string? Outcome { get; init; }
}

/// <summary>How something ended.</summary>
public static class Outcomes
{
    /// <summary>Done.</summary>
    public const string Success = "success";

    /// <summary>Not allowed.</summary>
    public const string Denied = "denied";

    /// <summary>Tried and failed.</summary>
    public const string Error = "error";
}
