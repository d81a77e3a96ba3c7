namespace Orchestrator.Protocol;

/// <summary>What became of a record.</summary>
public enum RecordVerdict
{
    /// <summary>Its payload is in the buffer.</summary>
    Opened,

    /// <summary>It was the peer's authenticated end; the payload is one <see cref="CloseReason"/>.</summary>
    PeerClosed,

    /// <summary>It belongs to a channel that we closed a moment ago: counted and thrown away unopened.</summary>
    Dropped,

    /// <summary>It ends the connection; see the failure.</summary>
    Failed,
}

/// <summary>Verdict on one record.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Length">Payload bytes in the buffer.</param>
/// <param name="Failure">Why, when it failed.</param>
public readonly record struct OpenResult(RecordVerdict Verdict, int Length, RecordFailure Failure)
{
    internal static OpenResult Dropped => new(RecordVerdict.Dropped, 0, RecordFailure.None);

    internal static OpenResult Fail(RecordFailure failure) => new(RecordVerdict.Failed, 0, failure);
}

/// <summary>Why the sender ends a connection; authenticated, one byte.</summary>
public enum CloseReason : byte
{
    /// <summary>The sender is done.</summary>
    Finished = 1,

    /// <summary>Something was wrong; the sender's log says what, the peer isn't told.</summary>
    Error = 2,

    /// <summary>The sender's process ends.</summary>
    ShuttingDown = 3,

    /// <summary>A newer connection of the same endpoint took over.</summary>
    Superseded = 4,
}
