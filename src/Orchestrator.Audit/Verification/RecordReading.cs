using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification.Receipts;

namespace Orchestrator.Audit.Verification;

/// <summary>Reads the records of a log in batches, on all cores: parsing costs five times as much as hashing. Findings come in the order of the records.</summary>
internal sealed class RecordReading(List<Finding> findings, ReceiptChecks receipts)
{
    private const int BatchRecords = 2048;

    private readonly List<byte[]> _lines = new(BatchRecords);
    private readonly SessionEnds _sessions = new();
    private long _first;

    public void Add(long sequence, ReadOnlySpan<byte> line)
    {
        if (_lines.Count == 0)
            _first = sequence;
        _lines.Add(line.ToArray());
        if (_lines.Count == BatchRecords)
            ReadBatch();
    }

    public void Finish()
    {
        ReadBatch();
        findings.AddRange(_sessions.Finish());
        findings.AddRange(receipts.Finish());
    }

    private void ReadBatch()
    {
        var results = new (RecordFailure Failure, AuditRecord? Record)[_lines.Count];
        Parallel.For(0, _lines.Count, i =>
        {
            var failure = RecordReader.Read(_lines[i], out var record);
            results[i] = (failure, record);
        });
        for (var i = 0; i < results.Length; i++)
            See(_first + i, results[i].Failure, results[i].Record);
        _lines.Clear();
    }

    // A log of a million damaged records must not become a million findings.
    private bool IsFull => findings.Count > LogVerifier.MaxFindings;

    private void See(long sequence, RecordFailure failure, AuditRecord? record)
    {
        if (failure == RecordFailure.None)
        {
            findings.AddRange(_sessions.See(record!));
            findings.AddRange(receipts.See(record!));
        }
        else if (IsFull)
            return;
        else if (failure == RecordFailure.NewerSchema)
            findings.Add(new Finding(FindingSeverity.Warning, "newer-schema", $"Record {sequence} was written by a newer version: its bytes are proven, its words can't be read here.", sequence));
        else
            findings.Add(new Finding(FindingSeverity.Error, "not-a-record", $"Record {sequence} isn't written as a record is ({failure}).", sequence));
    }
}
