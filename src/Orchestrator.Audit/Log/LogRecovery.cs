namespace Orchestrator.Audit.Log;

/// <summary>What opening found and did.</summary>
/// <param name="IsNew">The log didn't exist.</param>
/// <param name="Size">Records after opening.</param>
/// <param name="SignedSize">Records that a checkpoint covered when it was opened.</param>
/// <param name="CutRecordBytes">Bytes of a torn tail of the records, moved to a file beside the log.</param>
/// <param name="CutCheckpointBytes">Bytes of a torn checkpoint, moved likewise.</param>
public sealed record LogRecovery(bool IsNew, long Size, long SignedSize, long CutRecordBytes, long CutCheckpointBytes)
{
    /// <summary>True when a torn tail was cut: worth a record (<see cref="Records.EventCodes.LogRepaired"/>).</summary>
    public bool Repaired => CutRecordBytes > 0 || CutCheckpointBytes > 0;
}
