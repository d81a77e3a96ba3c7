namespace Orchestrator.Abstractions;

/// <summary>A further place that records go to. The evidence log itself is the host's.</summary>
public interface IAuditSink : IPlugin
{
    /// <summary>Opens a log.</summary>
    /// <returns>DurableThrough: the next sequence number that this sink expects. Budget: 5 s.</returns>
    ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken);

    /// <summary>Appends and returns only when the records are durable. Records below DurableThrough are skipped; a gap is refused by a throw.</summary>
    /// <returns>The new DurableThrough. Budget: 5 s.</returns>
    ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken);

    /// <summary>Keeps a checkpoint: the exact bytes of a signed note. Budget: 5 s.</summary>
    ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken);
}

/// <summary>One record.</summary>
/// <param name="Sequence">Position in its log, from 0, without gaps.</param>
/// <param name="Line">The exact bytes of the leaf: one line of JSON, UTF-8, without a line end.</param>
public readonly record struct AuditEntry(long Sequence, ReadOnlyMemory<byte> Line);
