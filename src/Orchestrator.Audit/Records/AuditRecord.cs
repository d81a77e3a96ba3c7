namespace Orchestrator.Audit.Records;

/// <summary>One line of an evidence log, as values. Its bytes are what <see cref="RecordWriter"/> writes; the bytes are the evidence.</summary>
/// <param name="Sequence">Position in its log, from 0.</param>
/// <param name="When">When it happened.</param>
/// <param name="Body">What happened.</param>
/// <param name="Context">Where and by what it was written.</param>
public sealed record AuditRecord(long Sequence, RecordStamp When, RecordBody Body, RecordContext Context)
{
    /// <summary>The schema that this code writes.</summary>
    public const int SchemaVersion = 1;
}
