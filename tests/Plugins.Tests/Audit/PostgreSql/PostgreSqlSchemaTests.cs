using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.PostgreSql;

namespace Orchestrator.Plugins.Tests.Audit.PostgreSql;

/// <summary>The tables: made once, append-only, and not written to when somebody changed them.</summary>
public sealed class PostgreSqlSchemaTests(PostgresBench bench) : IClassFixture<PostgresBench>, IAsyncLifetime
{
    private string _database = "";

    public async Task InitializeAsync()
    {
        await bench.StartAsync();
        _database = await bench.Server.CreateDatabaseAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableTheory]
    [Trait("Requirement", "R-AUD-3")]
    [InlineData("UPDATE orchestrator_audit.records SET line = ''")]
    [InlineData("DELETE FROM orchestrator_audit.records")]
    [InlineData("TRUNCATE orchestrator_audit.records")]
    [InlineData("UPDATE orchestrator_audit.checkpoints SET note = ''")]
    [InlineData("DELETE FROM orchestrator_audit.checkpoints")]
    [InlineData("TRUNCATE orchestrator_audit.checkpoints")]
    [InlineData("UPDATE orchestrator_audit.logs SET name = ''")]
    [InlineData("TRUNCATE orchestrator_audit.logs CASCADE")]
    [InlineData("SET session_replication_role = replica; DELETE FROM orchestrator_audit.records")]
    public async Task Changing_and_deleting_are_refused_by_the_server_even_to_its_owner(string statement)
    {
        await using var sink = await FilledAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Server.SqlAsync(_database, statement));

        Assert.Contains("never changed or deleted", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["{\"seq\":0}"], await bench.LinesAsync(_database, "log"));
    }

    [SkippableTheory]
    [InlineData("ALTER TABLE orchestrator_audit.records DISABLE TRIGGER no_change", "trigger records")]
    [InlineData("DROP TRIGGER no_truncate ON orchestrator_audit.records", "trigger records")]
    [InlineData("CREATE OR REPLACE FUNCTION orchestrator_audit.never_changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "trigger logs")]
    [InlineData("ALTER TABLE orchestrator_audit.records DROP CONSTRAINT records_pkey", "key records")]
    [InlineData("ALTER TABLE orchestrator_audit.records RENAME COLUMN line TO text", "column records.line")]
    [InlineData("ALTER TABLE orchestrator_audit.checkpoints SET UNLOGGED", "kept checkpoints")]
    [InlineData("DROP TABLE orchestrator_audit.records", "column records.log")]
    public async Task Tables_that_somebody_altered_are_not_written_to(string statement, string what)
    {
        await (await FilledAsync()).DisposeAsync();
        await bench.Server.SqlAsync(_database, statement);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresBench.SinkAsync(bench.Settings(_database)));

        Assert.Contains("were changed", refused.Message, StringComparison.Ordinal);
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_table_that_goes_while_the_sink_is_open_is_a_sentence()
    {
        await using var sink = await FilledAsync();
        await bench.Server.SqlAsync(_database, "ALTER TABLE orchestrator_audit.records RENAME COLUMN line TO text");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await sink.AppendAsync("log", Entry(1), default));

        Assert.Contains("were changed", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Sinks_that_come_first_at_once_make_one_schema()
    {
        var sinks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresBench.SinkAsync(bench.Settings(_database))));

        foreach (var sink in sinks)
        {
            Assert.Equal(0, await sink.OpenAsync("log", default));
            await sink.DisposeAsync();
        }

        Assert.Equal("1", await bench.Server.SqlAsync(_database, "SELECT count(*) FROM orchestrator_audit.logs"));
    }

    [SkippableFact]
    public async Task A_role_that_may_only_read_and_insert_is_enough_once_the_schema_is_there()
    {
        await (await FilledAsync()).DisposeAsync();
        var writer = await bench.Server.CreateDatabaseAsync();
        await bench.Server.SqlAsync(_database, $"REVOKE CREATE ON DATABASE {_database} FROM PUBLIC; GRANT USAGE ON SCHEMA orchestrator_audit TO {writer}; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA orchestrator_audit TO {writer}");

        await using var sink = await PostgresBench.SinkAsync(bench.Settings(_database, ("user", writer)));

        Assert.True((await sink.TestAsync(default)).Passed);
        Assert.Equal(1, await sink.OpenAsync("log", default));
        Assert.Equal(2, await sink.AppendAsync("log", Entry(1), default));
        await sink.PutCheckpointAsync("log", "note\n"u8.ToArray(), default);
    }

    [SkippableFact]
    public async Task A_role_that_may_not_make_the_schema_is_told_what_to_do()
    {
        var other = await bench.Server.CreateDatabaseAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresBench.SinkAsync(bench.Settings(_database, ("user", other))));

        Assert.Contains("may not do this", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_self_test_writes_and_leaves_nothing()
    {
        await using var sink = await PostgresBench.SinkAsync(bench.Settings(_database));

        var result = await sink.TestAsync(default);

        Assert.True(result.Passed, result.Sentence);
        Assert.Equal("0|0|0", await bench.Server.SqlAsync(_database, "SELECT (SELECT count(*) FROM orchestrator_audit.logs), (SELECT count(*) FROM orchestrator_audit.records), (SELECT count(*) FROM orchestrator_audit.checkpoints)"));
    }

    [SkippableFact]
    public async Task Where_nothing_can_be_written_the_self_test_fails_with_a_sentence()
    {
        await (await FilledAsync()).DisposeAsync();
        await bench.Server.SqlAsync("postgres", $"ALTER DATABASE {_database} SET default_transaction_read_only = on");
        await using var sink = await PostgresBench.SinkAsync(bench.Settings(_database));

        var result = await sink.TestAsync(default);

        Assert.False(result.Passed);
        Assert.Contains("read-only", result.Sentence, StringComparison.Ordinal);
        Assert.Contains("read-only", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await sink.AppendAsync("log", Entry(1), default))).Message, StringComparison.Ordinal);
    }

    private static AuditEntry[] Entry(int sequence) => [new AuditEntry(sequence, System.Text.Encoding.UTF8.GetBytes($"{{\"seq\":{sequence}}}"))];

    private async Task<PostgreSqlAuditSink> FilledAsync()
    {
        var sink = await PostgresBench.SinkAsync(bench.Settings(_database));
        await sink.OpenAsync("log", default);
        await sink.AppendAsync("log", Entry(0), default);
        await sink.PutCheckpointAsync("log", "note\n"u8.ToArray(), default);
        return sink;
    }
}
