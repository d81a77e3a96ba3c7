using System.Text.Json;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Sinks;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Journal;

/// <summary>
/// Which waiting records the log has already. A record leaves the store only behind its line in the log, so a crash between the two, or a store that can't be
/// written at that moment, leaves it in both: it isn't written again. A number alone says nothing: a store that was restored from a backup gives its numbers
/// anew, to records that are made later than those that the log has under them.
/// </summary>
/// <param name="records">The log's file.</param>
internal sealed class WrittenPending(string records)
{
    private static readonly Dictionary<long, long> Nothing = [];

    private readonly HashSet<long> _own = [];

    // When a process before this one wrote which: looked for when the first record waits at a start, and needed no longer than that.
    private Dictionary<long, long>? _earlier;

    /// <summary>True when the log has this record.</summary>
    public bool Has(PendingRecordRow row) =>
        _own.Contains(row.Id) || ((_earlier ??= Read()).TryGetValue(row.Id, out var writtenAt) && writtenAt >= row.MadeAt);

    /// <summary>It is durable in the log, and still in the store.</summary>
    public void Add(PendingRecordRow row) => _own.Add(row.Id);

    /// <summary>It is gone from the store.</summary>
    public void Forget(IEnumerable<PendingRecordRow> rows) => _own.ExceptWith(rows.Select(row => row.Id));

    /// <summary>All that waited at the start is in the log: from here on only this process writes.</summary>
    public void CaughtUp() => _earlier = Nothing;

    private Dictionary<long, long> Read()
    {
        var newest = new Dictionary<long, long>();
        RecordLines.ReadAll(records, line =>
        {
            if (line.IndexOf("\"pending\":"u8) >= 0
                && RecordReader.Read(line, out var record) == RecordFailure.None
                && record!.Body.Data.Read().TryGetProperty("pending", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var pending))
            {
                newest[pending] = record.When.UtcMilliseconds;
            }
        });
        return newest;
    }
}
