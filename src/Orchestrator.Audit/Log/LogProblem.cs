namespace Orchestrator.Audit.Log;

/// <summary>What a scan of a log's files can find.</summary>
public enum LogProblemKind
{
    /// <summary>A note in the checkpoint file isn't a checkpoint of this log signed by its key.</summary>
    BadCheckpoint,

    /// <summary>A checkpoint isn't larger than the one before it.</summary>
    CheckpointOrder,

    /// <summary>The checkpoint file ends within a note.</summary>
    TornCheckpoint,

    /// <summary>A line isn't a record with the sequence number of its place.</summary>
    BadLine,

    /// <summary>The records file ends within a line.</summary>
    TornLine,

    /// <summary>The records' root differs from the signed one.</summary>
    RootMismatch,

    /// <summary>Fewer records than a checkpoint has signed.</summary>
    RecordsMissing,
}

/// <summary>One finding of a scan.</summary>
/// <param name="Kind">What.</param>
/// <param name="Sequence">At or before which record, counted from 0.</param>
/// <param name="Sentence">For a person.</param>
public sealed record LogProblem(LogProblemKind Kind, long Sequence, string Sentence);
