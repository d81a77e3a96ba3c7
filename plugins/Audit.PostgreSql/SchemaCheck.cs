using Npgsql;

namespace Orchestrator.Plugins.Audit.PostgreSql;

/// <summary>Makes the schema on first use, and afterwards looks at each connection whether the server and the tables still are what the sink rests on.</summary>
internal static class SchemaCheck
{
    // Any number will do that others don't use: two sinks that come first at once make one schema.
    private const long MakingLock = 0x6F72_6368_6175_6469;

    /// <summary>Makes or checks.</summary>
    /// <exception cref="InvalidOperationException">The server doesn't wait for its disk, or the tables were changed.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, string name, SinkSchema schema, CancellationToken cancellationToken)
    {
        await RequireDiskAsync(connection, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(SqlCommands.Begin, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync("SELECT pg_catalog.pg_advisory_xact_lock($1)", cancellationToken, MakingLock).ConfigureAwait(false);
        if ((await LookAsync(connection, name, cancellationToken).ConfigureAwait(false)).Count == 0)
            await MakeAsync(connection, name, schema, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(SqlCommands.Commit, cancellationToken).ConfigureAwait(false);
        var missing = SinkSchema.Shape.Except(await LookAsync(connection, name, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        if (missing is not null)
            throw new InvalidOperationException($"The tables in {name} were changed ({missing} isn't there): nothing is written to them. Restore them, or name another \"schema\".");
    }

    private static async Task MakeAsync(NpgsqlConnection connection, string name, SinkSchema schema, CancellationToken cancellationToken)
    {
        if ((await connection.ReadAsync("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", row => row.GetInt32(0), cancellationToken, name).ConfigureAwait(false)).Count == 0)
            await connection.ExecuteAsync(schema.CreateSchema, cancellationToken).ConfigureAwait(false);
        foreach (var statement in schema.Statements)
            await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<List<string>> LookAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        connection.ReadAsync(SinkSchema.Look, row => row.GetString(0), cancellationToken, name);

    // A server with one of these off confirms what a power cut takes away.
    private static async Task RequireDiskAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var off = await connection.ReadAsync(
            "SELECT name FROM pg_catalog.pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting <> 'on'", row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        if (off.Count > 0)
            throw new InvalidOperationException($"The PostgreSQL server runs with {string.Join(" and ", off)} off: it confirms what a power cut takes away. Switch it on.");
    }
}
