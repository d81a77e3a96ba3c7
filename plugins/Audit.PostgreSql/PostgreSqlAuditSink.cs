using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Audit;

namespace Orchestrator.Plugins.Audit.PostgreSql;

/// <summary>
/// Keeps records in tables of a PostgreSQL server. A batch is one transaction, and the look at what is there belongs to it; the primary key holds
/// it to once. Settings: see <c>docs/broker.md</c>.
/// </summary>
public sealed class PostgreSqlAuditSink : IAuditSink, ISelfTest
{
    // An index of the server can't hold more.
    private const int LongestId = 2000;

    private SinkSchema? _schema;
    private SinkDatabase? _database;

    private SinkDatabase Database => _database ?? throw new InvalidOperationException("The PostgreSQL sink isn't started.");

    private SinkSchema Schema => _schema ?? throw new InvalidOperationException("The PostgreSQL sink isn't started.");

    /// <inheritdoc />
    public async ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = SinkSettings.Read(context.Settings);
        _schema = new SinkSchema(settings.Schema);
        _database = new SinkDatabase(settings, _schema, context.Time);
        await Database.RunAsync(_ => ValueTask.FromResult(true), keep: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a log, a record and a checkpoint, and takes all of it back.</summary>
    /// <inheritdoc />
    public async ValueTask<SelfTestResult> TestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Database.RunAsync(
                async connection =>
                {
                    var id = IdOf($"self-test/{Guid.NewGuid()}");
                    await InsertLogAsync(connection, id, "self-test", cancellationToken).ConfigureAwait(false);
                    var (log, next) = await NextAsync(connection, id, cancellationToken).ConfigureAwait(false);
                    await InsertAsync(connection, log, new[] { new AuditEntry(next, "{}"u8.ToArray()) }, cancellationToken).ConfigureAwait(false);
                    return await connection.ExecuteAsync(Schema.InsertCheckpoint, cancellationToken, log, "note\n"u8.ToArray()).ConfigureAwait(false);
                },
                keep: false,
                cancellationToken).ConfigureAwait(false);
            return new SelfTestResult(true, "The PostgreSQL server takes records; what was tried is rolled back.");
        }
        catch (InvalidOperationException failure)
        {
            return new SelfTestResult(false, failure.Message);
        }
    }

    /// <inheritdoc />
    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        var id = IdOf(logId);
        return Database.RunAsync(
            async connection =>
            {
                await InsertLogAsync(connection, id, logId, cancellationToken).ConfigureAwait(false);
                return (await NextAsync(connection, id, cancellationToken).ConfigureAwait(false)).Next;
            },
            keep: true,
            cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var id = IdOf(logId);
        return Database.RunAsync(
            async connection =>
            {
                // Another sink on the same log waits here, so that nobody's look is old when he writes.
                await connection.ExecuteAsync("SELECT pg_catalog.pg_advisory_xact_lock($1)", cancellationToken, LockOf(id)).ConfigureAwait(false);
                var (log, next) = await NextAsync(connection, id, cancellationToken).ConfigureAwait(false);
                var added = OfferedEntries.New(entries, next);
                if (!added.IsEmpty)
                    await InsertAsync(connection, log, added, cancellationToken).ConfigureAwait(false);
                return next + added.Length;
            },
            keep: true,
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        var id = IdOf(logId);
        await Database.RunAsync(
            async connection =>
            {
                var (log, _) = await NextAsync(connection, id, cancellationToken).ConfigureAwait(false);
                return await connection.ExecuteAsync(Schema.InsertCheckpoint, cancellationToken, log, signedNote.ToArray()).ConfigureAwait(false);
            },
            keep: true,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_database is { } database)
            await database.DisposeAsync().ConfigureAwait(false);
        (_database, _schema) = (null, null);
    }

    private static byte[] IdOf(string logId)
    {
        var id = new UTF8Encoding(false, true).GetBytes(logId);
        return id.Length <= LongestId ? id : throw new ArgumentException($"The log's id has {id.Length} bytes; the PostgreSQL sink takes {LongestId}.");
    }

    private static long LockOf(byte[] id) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(id));

    // For people who read the table: text of PostgreSQL has no NUL, and the id itself stands beside it.
    private ValueTask<int> InsertLogAsync(NpgsqlConnection connection, byte[] id, string logId, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Schema.InsertLog, cancellationToken, id, logId.Replace('\0', '\uFFFD'));

    private async ValueTask<(long Log, long Next)> NextAsync(NpgsqlConnection connection, byte[] id, CancellationToken cancellationToken) =>
        await connection.ReadAsync(Schema.Next, row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken, id).ConfigureAwait(false) is [var found]
            ? found
            : throw new InvalidOperationException("This log isn't open: open it first.");

    private ValueTask<int> InsertAsync(NpgsqlConnection connection, long log, ReadOnlyMemory<AuditEntry> added, CancellationToken cancellationToken)
    {
        var entries = added.ToArray();
        return connection.ExecuteAsync(
            Schema.InsertRecords, cancellationToken, log, entries.Select(entry => entry.Sequence).ToArray(), entries.Select(entry => entry.Line.ToArray()).ToArray());
    }
}
