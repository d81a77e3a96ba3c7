namespace Orchestrator.Broker.Store;

/// <summary>A request for a supervisor's approval. Added once, decided at most once, never deleted.</summary>
internal sealed class ApprovalRow
{
    /// <summary>Counts up; given by the program, because its record is written first.</summary>
    public long Id { get; set; }

    /// <summary>Session number; never given twice.</summary>
    public int Session { get; set; }

    /// <summary>Who asked.</summary>
    public long AccountId { get; set; }

    /// <summary>Capability n is bit n − 1.</summary>
    public int Capabilities { get; set; }

    public required string Reason { get; set; }

    public long AskedAt { get; set; }

    /// <summary>Null while it waits.</summary>
    public bool? Given { get; set; }

    public long? DeciderId { get; set; }

    /// <summary>SHA-256 of the key of the console on which it was decided, lower-case hex.</summary>
    public string? DecidedOn { get; set; }

    public string? Meaning { get; set; }

    public long? DecidedAt { get; set; }
}
