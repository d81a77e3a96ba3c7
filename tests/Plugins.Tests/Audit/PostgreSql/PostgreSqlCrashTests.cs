using System.Diagnostics;
using System.Text;
using Npgsql;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.PostgreSql;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Plugins.Tests.Audit.PostgreSql;

/// <summary>A server that dies, hangs or promises too much: nothing is lost, nothing is there twice, and nobody waits for ever.</summary>
public sealed class PostgreSqlCrashTests(PostgresBench bench) : IClassFixture<PostgresBench>, IAsyncLifetime
{
    private const string Log = "support.example.com/broker";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private string _database = "";

    public async Task InitializeAsync()
    {
        await bench.StartAsync();
        _database = await bench.Server.CreateDatabaseAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_server_that_dies_in_the_middle_of_an_append_kept_nothing_of_it()
    {
        await using var sink = await OpenAsync();
        await sink.AppendAsync(Log, Entries(0, 2), default);
        await using var holder = await HoldRecordsAsync();
        var append = sink.AppendAsync(Log, Entries(2, 3), default).AsTask();
        await UntilSomebodyWaitsAsync();

        await bench.Server.CrashAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => append.WaitAsync(Patience));
        await bench.Server.RestartAsync();
        Assert.Equal(2, await sink.OpenAsync(Log, default));
        Assert.Equal(5, await sink.AppendAsync(Log, Entries(2, 3), default));
        Assert.Equal(Lines(5), await bench.LinesAsync(_database, Log));
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task Whatever_moment_it_dies_in_each_record_is_there_once()
    {
        foreach (var batches in new[] { 1, 7, 20 })
        {
            await using var sink = await OpenAsync();
            var confirmed = (int)await sink.OpenAsync(Log, default);
            var reached = new TaskCompletionSource();
            var feeding = Task.Run(async () =>
            {
                for (var i = 0; ; i++)
                {
                    confirmed = (int)await sink.AppendAsync(Log, Entries(confirmed, 5), default);
                    if (i == batches)
                        reached.SetResult();
                }
            });
            await reached.Task.WaitAsync(Patience);
            await bench.Server.CrashAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => feeding.WaitAsync(Patience));
            await bench.Server.RestartAsync();
            await using var again = await OpenAsync();
            var durable = (int)await again.OpenAsync(Log, default);

            // What was confirmed is there; what wasn't may be, whole batches at a time.
            Assert.InRange(durable, confirmed, confirmed + 5);
            Assert.Equal(0, durable % 5);
            Assert.Equal(Lines(durable), await bench.LinesAsync(_database, Log));
        }
    }

    [SkippableFact]
    public async Task An_append_that_must_wait_ends_when_it_is_cancelled_and_the_sink_goes_on()
    {
        await using var sink = await OpenAsync();
        await using (await HoldRecordsAsync())
        {
            using var stop = new CancellationTokenSource();
            var append = sink.AppendAsync(Log, Entries(0, 1), stop.Token).AsTask();
            await UntilSomebodyWaitsAsync();
            var watch = Stopwatch.StartNew();
            await stop.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append.WaitAsync(Patience));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It ended only after {watch.Elapsed}.");
        }

        Assert.Equal(1, await sink.AppendAsync(Log, Entries(0, 1), default));
        Assert.Equal(Lines(1), await bench.LinesAsync(_database, Log));
    }

    [SkippableFact]
    public async Task A_server_that_stopped_answering_is_left_when_the_call_is_cancelled()
    {
        await using var sink = await OpenAsync();
        var backend = await bench.Server.SqlAsync(_database, $"SELECT pid FROM pg_stat_activity WHERE usename = '{_database}'");
        await ExternalProcess.RunAsync("kill", ["-STOP", backend]);
        using var stop = new CancellationTokenSource();
        var append = sink.AppendAsync(Log, Entries(0, 1), stop.Token).AsTask();
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append.WaitAsync(Patience));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It ended only after {watch.Elapsed}.");
        await ExternalProcess.RunAsync("kill", ["-CONT", backend]);
        Assert.Equal(1, await sink.AppendAsync(Log, Entries(0, 1), default));
    }

    [SkippableFact]
    public async Task A_server_that_never_answers_costs_the_start_its_time_and_no_more()
    {
        await using var silent = LoopbackServer.Start((_, stop) => Task.Delay(Timeout.Infinite, stop));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresBench.SinkAsync(bench.Settings(_database, ("port", silent.Port))).WaitAsync(Patience));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(7), $"It ended only after {watch.Elapsed}.");
    }

    [SkippableTheory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public async Task A_server_that_does_not_wait_for_its_disk_is_refused(string setting)
    {
        await bench.Server.RestartAsync(settings: $"{setting}=off");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresBench.SinkAsync(bench.Settings(_database)));

        Assert.Contains($"{setting} off", refused.Message, StringComparison.Ordinal);
        await bench.Server.RestartAsync();
    }

    [SkippableFact]
    public async Task A_database_that_would_confirm_too_early_is_overruled()
    {
        await bench.Server.SqlAsync("postgres", $"ALTER DATABASE {_database} SET synchronous_commit = off");
        await using var sink = await OpenAsync();
        await bench.Server.SqlAsync(_database, "CREATE TABLE seen(value text); GRANT INSERT ON seen TO PUBLIC; CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.seen VALUES (current_setting(''synchronous_commit'')); RETURN NEW; END'; CREATE TRIGGER see BEFORE INSERT ON orchestrator_audit.records FOR EACH ROW EXECUTE FUNCTION see()");

        await sink.AppendAsync(Log, Entries(0, 1), default);

        Assert.Equal("on", await bench.Server.SqlAsync(_database, "SELECT value FROM seen"));
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task Two_sinks_on_one_log_store_each_record_once()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();

        await Task.WhenAll(FeedAsync(one), FeedAsync(other));

        Assert.Equal(Lines(40), await bench.LinesAsync(_database, Log));

        static async Task FeedAsync(PostgreSqlAuditSink sink)
        {
            for (var first = 0; first < 40; first += 4)
                await sink.AppendAsync(Log, Entries(first, 4), default);
        }
    }

    private static ReadOnlyMemory<AuditEntry> Entries(int first, int count) =>
        Enumerable.Range(first, count).Select(i => new AuditEntry(i, Encoding.UTF8.GetBytes(Line(i)))).ToArray();

    private static string Line(int sequence) => $"{{\"seq\":{sequence}}}";

    private static string[] Lines(int count) => [.. Enumerable.Range(0, count).Select(Line)];

    private async Task<PostgreSqlAuditSink> OpenAsync()
    {
        var sink = await PostgresBench.SinkAsync(bench.Settings(_database));
        await sink.OpenAsync(Log, default);
        return sink;
    }

    private async Task<NpgsqlConnection> HoldRecordsAsync()
    {
        var connection = new NpgsqlConnection($"Host={bench.Server.SocketFolder};Port={bench.Server.Port};Username=owner;Database={_database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE orchestrator_audit.records IN EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task UntilSomebodyWaitsAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await bench.Server.SqlAsync(_database, $"SELECT count(*) FROM pg_stat_activity WHERE usename = '{_database}' AND wait_event_type = 'Lock'") != "1")
            await look.WaitForNextTickAsync(limit.Token);
    }
}
