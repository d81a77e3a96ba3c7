namespace Orchestrator.Abstractions;

/// <summary>
/// A further place that records go to. The evidence log itself is the host's. Called one call at a time, for several logs in turn; a log has one sink
/// object at a time that appends to it.
/// </summary>
public interface IAuditSink : IPlugin
{
    /// <summary>Opens a log, or says again how far an open one is. Budget: 5 s.</summary>
    /// <param name="logId">Which log: any text, compared by its characters; never taken for a path or a statement.</param>
    /// <param name="cancellationToken">Ends the call; a log that was begun to be opened may be open or not.</param>
    /// <returns>DurableThrough: the next sequence number that this sink expects; 0 for a log that it doesn't know.</returns>
    ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken);

    /// <summary>
    /// Appends and returns only when the records are durable: after a crash of the machine they are still there. Records below DurableThrough are
    /// skipped. A sink that can confirm no more than that they were handed over says so by <see cref="IAuditSinkTraits"/>. Budget: 5 s.
    /// </summary>
    /// <param name="logId">An open log; one that isn't is refused by a throw.</param>
    /// <param name="entries">In order, without gaps; lent until the call ends. May be empty.</param>
    /// <param name="cancellationToken">Ends the call; the first records of the batch may then be stored, and the next <see cref="OpenAsync"/> says how many.</param>
    /// <returns>The new DurableThrough, above the last record given.</returns>
    /// <remarks>
    /// A gap or a line end within a record is refused by a throw, and nothing of the batch is kept. A place that can't be written to is a throw too;
    /// the first records of the batch may then be stored, as after a cancellation, never a part of one.
    /// </remarks>
    ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken);

    /// <summary>Keeps a checkpoint behind those that it has, durable when it returns. One that it has already may come again. Budget: 5 s.</summary>
    /// <param name="logId">An open log; one that isn't is refused by a throw.</param>
    /// <param name="signedNote">The exact bytes of a signed note; lent until the call ends.</param>
    /// <param name="cancellationToken">Ends the call; the note is then kept whole or not at all.</param>
    ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken);
}

/// <summary>One record.</summary>
/// <param name="Sequence">Position in its log, from 0, without gaps.</param>
/// <param name="Line">The exact bytes of the leaf: one line of JSON, UTF-8, without a line end. The host's, and lent like the batch.</param>
public readonly record struct AuditEntry(long Sequence, ReadOnlyMemory<byte> Line);
