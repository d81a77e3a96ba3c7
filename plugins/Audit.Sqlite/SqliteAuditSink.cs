using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Audit;
using Orchestrator.Plugins.Shared.Settings;

namespace Orchestrator.Plugins.Audit.Sqlite;

/// <summary>
/// Keeps records in one SQLite file (write-ahead log, synchronous FULL). Settings, all optional: <c>{"file": "…"}</c>; without
/// it <c>audit.sqlite</c> in the folder that the host lends.
/// </summary>
public sealed class SqliteAuditSink : IAuditSink
{
    // Below the 5 s that a call has.
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(3);

    // Disposal may come while a call runs, and a file has one user at a time: closing it under a running statement is undefined.
    private readonly Lock _gate = new();
    private SqliteFile? _file;

    private SqliteFile File => _file ?? throw new InvalidOperationException("The SQLite sink isn't started, or is closed.");

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var path = OneSetting.Read(context.Settings, "SQLite sink", "file", "/var/lib/audit.sqlite")
            ?? (context.DataDirectory.Length > 0 ? Path.Combine(context.DataDirectory, "audit.sqlite") : throw new InvalidOperationException("The SQLite sink has no file: name one in its settings as \"file\"."));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        lock (_gate)
        {
            _file = SqliteFile.Open(path, LockWait);
            foreach (var statement in SinkSchema.Statements)
                _file.Execute(statement);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            using var insert = File.Prepare("INSERT OR IGNORE INTO logs(log) VALUES(?1)");
            insert.With(1, logId).Run();
            return ValueTask.FromResult(Durable(logId));
        }
    }

    /// <inheritdoc />
    public ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // One transaction for the batch, and the look at what is there inside it: what is stored never has a gap.
            return ValueTask.FromResult(File.Whole(() => Insert(logId, OfferedEntries.New(entries, Durable(logId)).Span, cancellationToken)));
        }
    }

    /// <inheritdoc />
    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _ = Durable(logId);
            using var insert = File.Prepare("INSERT INTO checkpoints(log, note) VALUES(?1, ?2)");
            insert.With(1, logId).With(2, signedNote.Span).Run();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }

        return ValueTask.CompletedTask;
    }

    private long Insert(string logId, ReadOnlySpan<AuditEntry> added, CancellationToken cancellationToken)
    {
        using var insert = File.Prepare("INSERT INTO records(log, seq, line) VALUES(?1, ?2, ?3)");
        insert.With(1, logId);
        foreach (var entry in added)
        {
            cancellationToken.ThrowIfCancellationRequested();
            insert.With(2, entry.Sequence).With(3, entry.Line.Span).Run();
        }

        return Durable(logId);
    }

    private long Durable(string logId)
    {
        using var query = File.Prepare("SELECT (SELECT COALESCE(MAX(seq) + 1, 0) FROM records WHERE log = ?1) FROM logs WHERE log = ?1");
        return query.With(1, logId).ReadNumber() ?? throw new InvalidOperationException("This log isn't open: open it first.");
    }
}
