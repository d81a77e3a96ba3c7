using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport.Network;
using Orchestrator.TestSupport.Servers;

namespace Orchestrator.Broker.Tests.Sinks;

/// <summary>A serving broker whose sinks are real servers elsewhere.</summary>
public sealed class ServingWithServersTests : IAsyncLifetime
{
    private const string Kept = "SELECT convert_from(line, 'UTF8') FROM orchestrator_audit.records ORDER BY seq";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly List<IAsyncDisposable> _servers = [];
    private TestBroker _broker = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        await File.WriteAllTextAsync(RootsFile, new string(PemEncoding.Write("CERTIFICATE", Authority.Root.Span)));
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _broker.DisposeAsync();
        Authority.Dispose();
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task An_optional_PostgreSQL_that_is_away_is_caught_up_when_it_is_back()
    {
        var server = await StartPostgreSqlAsync(required: false);
        await server.CrashAsync();

        await using (await StartAsync())
        {
            await UntilAsync(() => Task.FromResult(Logged().Any(line => line.Contains("\"event\":\"sink.failed\"", StringComparison.Ordinal))));
            var missed = Logged();
            Assert.Contains(missed, line => line.Contains("\"event\":\"broker.serving\"", StringComparison.Ordinal));

            await server.RestartAsync();

            await UntilAsync(() => Task.FromResult(Logged().Any(line => line.Contains("\"event\":\"sink.restored\"", StringComparison.Ordinal))));
            var all = Logged();
            await UntilAsync(async () => (await KeptAsync(server)).Length >= all.Length);
            Assert.True(missed.Length < all.Length);
        }

        var kept = await KeptAsync(server);
        Assert.Equal(Logged()[..kept.Length], kept);
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-1")]
    public async Task A_required_PostgreSQL_has_the_first_record_before_anybody_is_served()
    {
        var server = await StartPostgreSqlAsync(required: true);

        await using (await StartAsync())
        {
            Assert.Contains(await KeptAsync(server), line => line.Contains("\"event\":\"broker.serving\"", StringComparison.Ordinal));
        }
    }

    [SkippableFact]
    public async Task A_PostgreSQL_that_is_ahead_of_the_log_is_not_written_to_and_the_log_says_why()
    {
        var server = await StartPostgreSqlAsync(required: false);
        await using (await StartAsync())
        {
            await UntilAsync(async () => await server.SqlAsync("audit1", "SELECT to_regclass('orchestrator_audit.records')") != "");
            await UntilAsync(async () => (await KeptAsync(server)).Length > 0);
        }

        await server.SqlAsync("audit1", "INSERT INTO orchestrator_audit.records(log, seq, line) SELECT log, (SELECT max(seq) FROM orchestrator_audit.records) + n, '{}' FROM orchestrator_audit.logs, generate_series(1, 500) n");
        var before = await KeptAsync(server);
        await using (await StartAsync())
        {
            await UntilAsync(() => Task.FromResult(Logged().Any(line => line.Contains("belongs to another log", StringComparison.Ordinal))));
        }

        Assert.Equal(before, await KeptAsync(server));
    }

    [SkippableFact]
    public async Task A_syslog_receiver_gets_what_happens()
    {
        using var certificate = Authority.Issue(["127.0.0.1"]);
        var server = await RsyslogServer.StartAsync(certificate, Authority);
        _servers.Add(server);
        Configure("audit.syslog", required: false, Syslog(server.Port));

        await using (await StartAsync())
        {
            await UntilAsync(() => Task.FromResult(server.Received().Any(message => message.Id == "broker.serving")));
        }

        var records = server.Received().Where(message => message.Parameter("seq") is not null).ToArray();
        Assert.Equal(Logged()[..records.Length], records.Select(message => message.Text.TrimStart('\uFEFF')));
        Assert.All(records, message => Assert.Equal($"{TestBroker.Domain}/broker", message.Parameter("log")));
    }

    [Fact]
    public async Task A_sink_that_can_not_confirm_durability_can_not_be_required()
    {
        using var certificate = Authority.Issue(["127.0.0.1"]);
        var receiver = LoopbackServer.Start((stream, stop) => stream.CopyToAsync(Stream.Null, stop), certificate);
        _servers.Add(receiver);
        Configure("audit.syslog", required: true, Syslog(receiver.Port));

        var failure = await Assert.ThrowsAsync<BrokerException>(StartAsync);

        Assert.Equal(ExitCode.DataFolder, failure.Code);
        Assert.StartsWith("The audit sink audit.syslog can't be required: it confirms that records were handed over, not that they are kept.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("auditSinks", failure.Message, StringComparison.Ordinal);
    }

    private TestAuthority Authority { get; } = new();

    private string RootsFile => Path.Combine(_broker.Folder.Root, "roots.pem");

    private object Syslog(int port) => new { host = "127.0.0.1", port, rootsFile = RootsFile };

    private async Task<PostgresServer> StartPostgreSqlAsync(bool required)
    {
        using var certificate = Authority.Issue(["127.0.0.1"]);
        var server = await PostgresServer.StartAsync(certificate);
        _servers.Add(server);
        var name = await server.CreateDatabaseAsync();
        Configure("audit.postgresql", required, new { host = "127.0.0.1", port = server.Port, database = name, user = name, passwordFile = server.PasswordFile, rootsFile = RootsFile });
        return server;
    }

    private static async Task<string[]> KeptAsync(PostgresServer server) => (await server.SqlAsync("audit1", Kept)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<BrokerHost> StartAsync() => BrokerHost.StartAsync(
        new BrokerOptions { DataFolder = _broker.Folder.Root, Listen = new IPEndPoint(IPAddress.Loopback, 0), Time = TimeProvider.System }, _broker.Passwords, CancellationToken.None);

    private string[] Logged()
    {
        using var stream = new FileStream(Path.Combine(_broker.Folder.Log, "records.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd().Split('\n')[..^1];
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private void Configure(string plugin, bool required, object settings)
    {
        var all = JsonNode.Parse(File.ReadAllText(_broker.Folder.Settings))!.AsObject();
        all["auditSinks"] = JsonSerializer.SerializeToNode(new[] { new { plugin, required, settings } });
        File.WriteAllText(_broker.Folder.Settings, all.ToJsonString());
    }
}
