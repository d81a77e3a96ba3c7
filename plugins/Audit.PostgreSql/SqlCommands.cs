using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Orchestrator.Plugins.Audit.PostgreSql;

/// <summary>Short forms for the constants of <see cref="SinkSchema"/>; values go as parameters, in their order.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Only constants come here; the one name in them passed the settings' pattern.")]
internal static class SqlCommands
{
    /// <summary>
    /// Begins a transaction whose commit is on the disk, whatever server, database or role say. A statement of its own: what Npgsql sends in front of
    /// others can't be cancelled while the server is silent.
    /// </summary>
    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = on";

    /// <summary>Ends it: durable on return.</summary>
    public const string Commit = "COMMIT";

    /// <summary>Ends it without effect.</summary>
    public const string Rollback = "ROLLBACK";

    /// <summary>Runs a statement; returns how many rows it touched.</summary>
    public static async ValueTask<int> ExecuteAsync(this NpgsqlConnection connection, string statement, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = connection.Command(statement, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a query; returns its rows.</summary>
    public static async ValueTask<List<T>> ReadAsync<T>(
        this NpgsqlConnection connection, string query, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = connection.Command(query, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(row(reader));
        return rows;
    }

    private static NpgsqlCommand Command(this NpgsqlConnection connection, string text, object[] values)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
