using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Sinks;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.PluginFolders;

namespace Orchestrator.Broker.Tests.Sinks;

/// <summary>A serving broker and the sinks that its settings name.</summary>
public sealed class ServingWithSinksTests : IAsyncLifetime
{
    private TestBroker _broker = null!;

    public async Task InitializeAsync() => _broker = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public async Task A_required_sink_has_the_first_record_before_anybody_is_served()
    {
        Configure(new { plugin = "audit.file", required = true });

        await using (await StartAsync(TimeProvider.System))
        {
            var file = Assert.Single(Directory.GetFiles(_broker.Folder.Sinks, "*.jsonl", SearchOption.AllDirectories));
            Assert.Contains("broker.serving", (await File.ReadAllLinesAsync(file))[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_required_sink_that_cant_be_activated_it_doesnt_serve_and_says_why()
    {
        Configure(new { plugin = "audit.file", required = true, settings = new { folder = _broker.Folder.Settings } });

        var failure = await Assert.ThrowsAsync<BrokerException>(() => StartAsync(TimeProvider.System));

        Assert.Equal(ExitCode.DataFolder, failure.Code);
        Assert.StartsWith("The required audit sink audit.file can't be used, and nothing is served without it. The plugin audit.file 1.0.0 is refused: it didn't start", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_required_sink_that_doesnt_confirm_it_doesnt_serve_and_says_why()
    {
        var blocked = Path.Combine(_broker.Folder.Root, "blocked");
        Directory.CreateDirectory(Path.Combine(blocked, "log-support.example.com%2fbroker.jsonl"));
        Configure(new { plugin = "audit.file", required = true, settings = new { folder = blocked } });

        var failure = await Assert.ThrowsAsync<BrokerException>(() => StartAsync(new ImpatientTime()));

        Assert.Equal(ExitCode.DataFolder, failure.Code);
        Assert.StartsWith("The required audit sink audit.file didn't confirm", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_optional_one_that_doesnt_work_it_serves_and_the_log_says_so()
    {
        Configure(new { plugin = "audit.nowhere", required = false });

        await using (await StartAsync(TimeProvider.System))
        {
            await UntilLoggedAsync("\"event\":\"sink.failed\"");
            await UntilLoggedAsync("\"event\":\"broker.serving\"");
        }
    }

    [Fact]
    public async Task A_sink_that_is_named_twice_is_a_flaw_of_the_settings()
    {
        Configure(new { plugin = "audit.file", required = false }, new { plugin = "audit.file", required = true });

        var failure = await Assert.ThrowsAsync<BrokerException>(() => StartAsync(TimeProvider.System));

        Assert.Contains("auditSinks", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_folder_that_isnt_there_is_a_sentence()
    {
        var failure = await Assert.ThrowsAsync<BrokerException>(() => StartAsync(TimeProvider.System, _broker.Folder.Root + "/nowhere"));

        Assert.Contains("There is no plugin folder", failure.Message, StringComparison.Ordinal);
    }

    private Task<BrokerHost> StartAsync(TimeProvider time, string? plugins = null) => BrokerHost.StartAsync(
        new BrokerOptions { DataFolder = _broker.Folder.Root, Listen = new IPEndPoint(IPAddress.Loopback, 0), Time = time, PluginFolder = plugins is null ? null : new PluginFolderOptions(plugins, _broker.Folder.PluginTrust) }, _broker.Passwords, CancellationToken.None);

    private async Task UntilLoggedAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!ReadLog().Contains(text, StringComparison.Ordinal))
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private string ReadLog()
    {
        using var stream = new FileStream(Path.Combine(_broker.Folder.Log, "records.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }

    private void Configure(params object[] sinks)
    {
        var settings = JsonNode.Parse(File.ReadAllText(_broker.Folder.Settings))!.AsObject();
        settings["auditSinks"] = JsonSerializer.SerializeToNode(sinks);
        File.WriteAllText(_broker.Folder.Settings, settings.ToJsonString());
    }

    /// <summary>Waiting for a sink is over at once; every other timer stands still.</summary>
    private sealed class ImpatientTime() : FakeTimeProvider(TestBroker.RealTime)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime == AuditSinks.Budget ? System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period) : base.CreateTimer(callback, state, dueTime, period);
    }
}
