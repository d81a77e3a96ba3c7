using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Plugins.Tests.Audit.PostgreSql;

/// <summary>Whom the sink talks to, and who it says that it is: each wrong case has its sentence, and no sentence has the password.</summary>
public sealed class PostgreSqlTrustTests(PostgresBench bench) : IClassFixture<PostgresBench>, IAsyncLifetime
{
    private string _database = "";

    public async Task InitializeAsync()
    {
        await bench.StartAsync();
        _database = await bench.Server.CreateDatabaseAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task With_the_right_root_and_name_the_connection_is_encrypted()
    {
        await using var sink = await PostgresBench.SinkAsync(bench.Settings(_database));

        Assert.Equal("t", await bench.Server.SqlAsync(_database, $"SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = '{_database}'"));
    }

    [SkippableFact]
    public async Task A_server_under_another_root_is_refused()
    {
        using var stranger = new TestAuthority("Stranger");
        using var roots = new TemporaryFile(PostgresBench.Pem(stranger));

        await RefusedAsync("isn't trusted: its certificate isn't trusted", ("rootsFile", roots.Path));
        await RefusedAsync("isn't trusted: its certificate isn't trusted", ("rootsFile", null));
    }

    [SkippableFact]
    public async Task A_server_of_another_name_is_refused()
    {
        await RefusedAsync("its certificate is for another name than localhost", ("host", "localhost"));
    }

    [SkippableFact]
    public async Task An_expired_certificate_is_refused()
    {
        using var expired = bench.Authority.Issue(["127.0.0.1"], from: -30, days: 10);
        using var good = bench.Authority.Issue(["127.0.0.1"]);
        await bench.Server.RestartAsync(expired);

        await RefusedAsync("its certificate has expired");

        await bench.Server.RestartAsync(good);
    }

    [SkippableFact]
    public async Task A_server_without_TLS_is_refused()
    {
        await bench.Server.RestartAsync(settings: "ssl=off");

        await RefusedAsync("SSL");

        await bench.Server.RestartAsync();
    }

    [SkippableFact]
    public async Task A_wrong_password_is_a_sentence()
    {
        using var wrong = new TemporaryFile("wrong-horse\n");

        await RefusedAsync($"refuses {_database}: the password is wrong", ("passwordFile", wrong.Path));
    }

    [SkippableFact]
    public async Task A_server_that_asks_for_the_password_itself_does_not_get_it()
    {
        await using var liar = LoopbackServer.Start(async (stream, stop) =>
        {
            // The start message, then: give me the password in clear.
            var start = new byte[512];
            await stream.ReadAtLeastAsync(start, 8, throwOnEndOfStream: false, stop);
            await stream.WriteAsync(new byte[] { (byte)'R', 0, 0, 0, 8, 0, 0, 0, 3 }, stop);
            await LoopbackServer.EchoAsync(stream, stop);
        });

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => PostgresBench.SinkAsync(bench.Settings(_database, ("port", liar.Port), ("tls", "local"), ("rootsFile", null))));

        Assert.Contains("authentication", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task A_password_file_that_others_can_read_is_refused()
    {
        using var open = new TemporaryFile("secret\n");
        await ExternalProcess.RunAsync("chmod", ["0640", open.Path]);

        await RefusedAsync("make it 0600", ("passwordFile", open.Path));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_TLS_it_goes_to_this_machine_alone(bool socket)
    {
        await using var sink = await PostgresBench.SinkAsync(bench.Settings(_database, ("host", socket ? bench.Server.SocketFolder : "127.0.0.1"), ("tls", "local"), ("rootsFile", null)));

        Assert.Equal(0, await sink.OpenAsync("log", default));
    }

    [SkippableTheory]
    [InlineData("database", "nowhere", "There is no database nowhere")]
    [InlineData("port", 1, "can't be reached (ConnectionRefused)")]
    public async Task What_is_not_there_is_a_sentence(string name, object value, string sentence)
    {
        await RefusedAsync(sentence, (name, value));
    }

    private async Task RefusedAsync(string sentence, params (string, object?)[] changes)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresBench.SinkAsync(bench.Settings(_database, changes)));
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", failure.ToString(), StringComparison.Ordinal);
    }
}
