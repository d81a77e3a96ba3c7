using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Log;

/// <summary>How an append ended.</summary>
public enum AppendStatus
{
    /// <summary>The records are on the disk.</summary>
    Durable,

    /// <summary>No room; nothing was written and no sequence number used.</summary>
    DiskFull,

    /// <summary>What was to be written isn't a record; nothing was written.</summary>
    Refused,

    /// <summary>The disk failed. The log takes nothing more: what it holds is as it was after the last confirmed append.</summary>
    Failed,

    /// <summary>The log is closed.</summary>
    Closed,
}

/// <summary>Result of an append.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="First">Sequence number of the first record; meaningful when durable.</param>
/// <param name="Next">Sequence number that the next append gets.</param>
/// <param name="Reason">A sentence when it isn't durable.</param>
public readonly record struct AppendResult(AppendStatus Status, long First, long Next, string? Reason)
{
    /// <summary>True when the records are on the disk.</summary>
    public bool IsDurable => Status == AppendStatus.Durable;
}

/// <summary>Result of a checkpoint.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Checkpoint">The newest checkpoint, when durable; null when the log is still empty.</param>
/// <param name="Reason">A sentence when it isn't durable.</param>
public readonly record struct CheckpointResult(AppendStatus Status, SignedCheckpoint? Checkpoint, string? Reason);
