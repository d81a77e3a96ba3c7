using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Log;

/// <summary>
/// An evidence log that takes record bodies: stamps them, adds the context of the moment, and writes a record of its own when
/// the log was repaired or the clock was set. Callable from any thread.
/// </summary>
public sealed class RecordLog : IAsyncDisposable
{
    private readonly RecordActor _self;
    private RecordContext _context;

    private RecordLog(EvidenceLog log, RecordClock clock, RecordContext context, RecordActor self)
    {
        Log = log;
        Clock = clock;
        _context = context;
        _self = self;
    }

    /// <summary>The log underneath.</summary>
    public EvidenceLog Log { get; }

    /// <summary>Stamps the records.</summary>
    public RecordClock Clock { get; }

    /// <summary>What the next records have in common.</summary>
    public RecordContext Context
    {
        get => Volatile.Read(ref _context);
        set => Volatile.Write(ref _context, value);
    }

    /// <summary>Opens the log and records a repair, if there was one.</summary>
    /// <param name="options">As for <see cref="EvidenceLog.Open"/>.</param>
    /// <param name="context">What the first records have in common.</param>
    /// <param name="self">Who writes the log's own records.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="EvidenceLogException">It can't be opened or written.</exception>
    public static async ValueTask<RecordLog> OpenAsync(EvidenceLogOptions options, RecordContext context, RecordActor self, CancellationToken cancellationToken = default)
    {
        var log = EvidenceLog.Open(options);
        var records = new RecordLog(log, new RecordClock(options.Time), context, self);
        if (!log.Recovery.Repaired)
            return records;
        var result = await records.AppendAsync(LogRecords.Repaired(self, log.Recovery), cancellationToken: cancellationToken).ConfigureAwait(false);
        if (result.IsDurable)
            return records;
        await log.DisposeAsync().ConfigureAwait(false);
        var failure = result.Status == AppendStatus.DiskFull ? EvidenceLogFailure.DiskFull : EvidenceLogFailure.Unwritable;
        throw new EvidenceLogException(failure, result.Reason ?? "The evidence log can't be written.");
    }

    /// <summary>Appends one record; completes when it is on the disk.</summary>
    public ValueTask<AppendResult> AppendAsync(RecordBody body, Reservation? closing = null, CancellationToken cancellationToken = default) =>
        AppendAsync([body], closing, cancellationToken);

    /// <summary>Appends one record whose body is made when its place is known: after the record before it, before the one behind it.</summary>
    public async ValueTask<AppendResult> AppendAsync(Func<RecordBody> body, CancellationToken cancellationToken = default)
    {
        var stamp = Clock.Stamp(out var jump);
        var context = Context;
        List<LineFactory> lines = jump == TimeSpan.Zero ? [] : [Line(LogRecords.ClockJumped(_self, jump), stamp, context)];
        lines.Add(sequence => RecordWriter.Write(new AuditRecord(sequence, stamp, body(), context)));
        var result = await Log.AppendAsync(lines, closing: null, cancellationToken).ConfigureAwait(false);
        return result.IsDurable && jump != TimeSpan.Zero ? result with { First = result.First + 1 } : result;
    }

    /// <summary>Appends records in order, all or none; completes when they are on the disk.</summary>
    /// <returns><see cref="AppendResult.First"/> is the number of the first of these bodies.</returns>
    public async ValueTask<AppendResult> AppendAsync(IReadOnlyList<RecordBody> bodies, Reservation? closing = null, CancellationToken cancellationToken = default)
    {
        // The stamp is taken now, when it happens, not when the writer comes to it.
        var stamp = Clock.Stamp(out var jump);
        var context = Context;
        var lines = new List<LineFactory>(bodies.Count + 1);
        if (jump != TimeSpan.Zero)
            lines.Add(Line(LogRecords.ClockJumped(_self, jump), stamp, context));
        foreach (var body in bodies)
            lines.Add(Line(body, stamp, context));
        var result = await Log.AppendAsync(lines, closing, cancellationToken).ConfigureAwait(false);
        return result.IsDurable && jump != TimeSpan.Zero ? result with { First = result.First + 1 } : result;
    }

    /// <summary>Signs what is there.</summary>
    public ValueTask<CheckpointResult> CheckpointAsync(Reservation? closing = null, CancellationToken cancellationToken = default) =>
        Log.CheckpointAsync(closing, cancellationToken);

    /// <summary>Signs and closes.</summary>
    public ValueTask DisposeAsync() => Log.DisposeAsync();

    private static LineFactory Line(RecordBody body, RecordStamp stamp, RecordContext context)
    {
        try
        {
            var line = RecordWriter.WriteLater(stamp, body, context);
            return sequence => line(sequence);
        }
        catch (Exception e)
        {
            // The answer to the append says it, as it says whatever else was wrong with a line.
            return _ => throw e;
        }
    }
}
