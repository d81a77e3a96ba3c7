using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Audit.Sqlite;

/// <summary>
/// Keeps records in one SQLite file (write-ahead log, synchronous FULL). Settings, all optional: <c>{"file": "…"}</c>; without
/// it <c>audit.sqlite</c> in the folder that the host lends.
/// </summary>
public sealed class SqliteAuditSink : IAuditSink
{
    private SqliteConnection? _connection;

    /// <inheritdoc />
    public async ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var file = FileFrom(context.Settings) ?? (context.DataDirectory.Length == 0 ? null : Path.Combine(context.DataDirectory, "audit.sqlite"));
        if (file is null)
            throw new InvalidOperationException("The SQLite sink has no file: name one in its settings as \"file\".");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        // No pool: a pooled connection would outlive the plugin.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            foreach (var statement in SinkSchema.Statements)
                await ExecuteAsync(connection, statement, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _connection = connection;
    }

    /// <inheritdoc />
    public async ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = "INSERT OR IGNORE INTO logs(log) VALUES($log)";
        command.Parameters.AddWithValue("$log", logId);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return await DurableAsync(logId, null, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        // One transaction for the batch, and the check inside it: what is stored never has a gap.
        await using var transaction = (SqliteTransaction)await Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var next = await DurableAsync(logId, transaction, cancellationToken).ConfigureAwait(false);
        await using var insert = Connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO records(log, seq, line) VALUES($log, $seq, $line)";
        insert.Parameters.AddWithValue("$log", logId);
        var seq = insert.Parameters.Add("$seq", SqliteType.Integer);
        var line = insert.Parameters.Add("$line", SqliteType.Blob);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries.Span[i];
            if (entry.Sequence < next)
                continue;
            if (entry.Sequence > next)
                throw new InvalidOperationException($"Record {entry.Sequence} was offered; record {next} comes next. Records between are missing.");
            if (entry.Line.Span.Contains((byte)'\n'))
                throw new ArgumentException($"Record {entry.Sequence} isn't one line.");
            seq.Value = entry.Sequence;
            line.Value = entry.Line.ToArray();
            await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            next++;
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return next;
    }

    /// <inheritdoc />
    public async ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        await DurableAsync(logId, null, cancellationToken).ConfigureAwait(false);
        await using var command = Connection.CreateCommand();
        command.CommandText = "INSERT INTO checkpoints(log, note) VALUES($log, $note)";
        command.Parameters.AddWithValue("$log", logId);
        command.Parameters.AddWithValue("$note", signedNote.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_connection is null)
            return;
        await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    private SqliteConnection Connection => _connection ?? throw new InvalidOperationException("The SQLite sink isn't started.");

    private static string? FileFrom(ReadOnlyMemory<byte> settings)
    {
        if (settings.IsEmpty)
            return null;
        using var document = JsonDocument.Parse(settings);
        return document.RootElement.TryGetProperty("file", out var file) ? file.GetString() : null;
    }

    private static async ValueTask ExecuteAsync(SqliteConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        // Only the constants of SinkSchema come here.
#pragma warning disable CA2100
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<long> DurableAsync(string logId, SqliteTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = Connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT (SELECT COALESCE(MAX(seq) + 1, 0) FROM records WHERE log = $log) FROM logs WHERE log = $log";
        command.Parameters.AddWithValue("$log", logId);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long next
            ? next
            : throw new InvalidOperationException("This log isn't open: open it first.");
    }
}
