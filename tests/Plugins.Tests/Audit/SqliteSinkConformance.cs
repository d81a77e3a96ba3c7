using System.Text;
using Microsoft.Data.Sqlite;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.Sqlite;

namespace Orchestrator.Plugins.Tests.Audit;

public sealed class SqliteSinkConformance : LocalSinkConformance
{
    protected override IEnumerable<string> BadSettings => ["""{"file": 5}""", """{"file": null}""", """{"file": "/tmp", "file": "/tmp"}"""];

    protected override IAuditSink Create() => new SqliteAuditSink();

    protected override Task<IReadOnlyList<string>> ReadLinesAsync(string logId) =>
        QueryAsync("SELECT line FROM records WHERE log = $log ORDER BY seq", logId);

    protected override Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId) =>
        QueryAsync("SELECT note FROM checkpoints WHERE log = $log ORDER BY id", logId);

    [Fact]
    public async Task The_database_writes_ahead_and_waits_for_the_disk()
    {
        await StartAsync();
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", await command.ExecuteScalarAsync());
    }

    [Theory]
    [Trait("Requirement", "R-AUD-3")]
    [InlineData("UPDATE records SET line = x'00'")]
    [InlineData("DELETE FROM records")]
    [InlineData("UPDATE checkpoints SET note = x'00'")]
    [InlineData("DELETE FROM checkpoints")]
    public async Task Changing_and_deleting_are_refused_by_the_database_itself(string statement)
    {
        var sink = await StartAsync();
        await sink.OpenAsync("log", default);
        await sink.AppendAsync("log", Entries(0, 1), default);
        await sink.PutCheckpointAsync("log", "note\n"u8.ToArray(), default);
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync());
    }

    private async Task<IReadOnlyList<string>> QueryAsync(string query, string logId)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        command.Parameters.AddWithValue("$log", logId);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(Encoding.UTF8.GetString((byte[])reader[0]));
        return rows;
    }

    private async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "audit.sqlite")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
