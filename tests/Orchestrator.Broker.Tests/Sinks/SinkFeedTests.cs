using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Tests.Sinks;

/// <summary>A real sink gets every record of the real log once, in order, whenever it was away.</summary>
public sealed class SinkFeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestBroker _broker = null!;

    public async Task InitializeAsync() => _broker = await TestBroker.CreateAsync();

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Theory]
    [InlineData("audit.file")]
    [InlineData("audit.sqlite")]
    [Trait("Requirement", "R-AUD-1")]
    public async Task What_it_missed_comes_first_then_each_record_as_it_happens(string plugin)
    {
        await AppendAsync(3);
        var progress = new SinkProgress(new AuditSinkSetting(plugin, true));
        await using (await FeedAsync(progress))
        {
            await ReachedAsync(progress);
            await AppendAsync(2);
            await ReachedAsync(progress);
        }

        await AppendAsync(100);
        await using (await FeedAsync(progress))
        {
            await ReachedAsync(progress);
        }

        if (plugin == "audit.file")
        {
            await _broker.CloseAsync();
            Assert.Equal(_broker.LogLines(), await File.ReadAllLinesAsync(SinkFile("*.jsonl")));
            await _broker.OpenAsync();
        }
    }

    [Fact]
    public async Task A_newer_version_in_a_plugin_folder_goes_before_the_compiled_in_one()
    {
        var folder = Path.Combine(_broker.Folder.Root, "plugins");
        InstallFileSink(folder, "2.0.0");
        await using var plugins = BrokerPlugins.Open(folder, _broker.Time, NullLoggerFactory.Instance);
        Assert.Equal(new Version(2, 0, 0), plugins.Catalog.Find(PluginKind.Audit, "audit.file").Manifest.Version);

        await AppendAsync(3);
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using (var feed = new SinkFeed(plugins, progress, _broker.Parts.Journal, _broker.Folder.Sinks))
        {
            await feed.StartAsync(CancellationToken.None);
            await ReachedAsync(progress);
        }

        Assert.Equal(_broker.Parts.Journal.Size, (await File.ReadAllLinesAsync(SinkFile("*.jsonl"))).Length);
    }

    [Fact]
    public async Task It_gets_the_newest_checkpoint()
    {
        await AppendAsync(1);
        await _broker.Parts.Journal.CheckpointAsync(CancellationToken.None);
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using (await FeedAsync(progress))
        {
            await ReachedAsync(progress);

            // The second round begins when the first one's checkpoint is kept.
            await AppendAsync(1);
            await ReachedAsync(progress);
        }

        Assert.Contains(_broker.Parts.Journal.Origin, await File.ReadAllTextAsync(SinkFile("*.checkpoints")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sink_that_is_ahead_of_the_log_is_refused()
    {
        await AppendAsync(2);
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using (await FeedAsync(progress))
        {
            await ReachedAsync(progress);
        }

        await File.AppendAllTextAsync(SinkFile("*.jsonl"), "{}\n{}\n");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => FeedAsync(progress));
        Assert.Contains("belongs to another log", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sink_that_fails_while_it_is_fed_turns_sick()
    {
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using var feed = await FeedAsync(progress);
        await ReachedAsync(progress);
        Directory.Delete(_broker.Folder.Sinks, recursive: true);

        await AppendAsync(1);
        progress.Wake();

        await Assert.ThrowsAnyAsync<Exception>(() => feed.FedAsync().WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<Exception>(() => feed.CheckAsync(CancellationToken.None));
    }

    private static void InstallFileSink(string root, string version)
    {
        var folder = Path.Combine(root, "audit.file", version);
        Directory.CreateDirectory(folder);
        const string Assembly = "Orchestrator.Plugins.Audit.File.dll";
        File.Copy(Path.Combine(AppContext.BaseDirectory, Assembly), Path.Combine(folder, Assembly));
        File.WriteAllText(
            Path.Combine(folder, "plugin.json"),
            $$"""{ "id": "audit.file", "kind": "audit", "version": "{{version}}", "contract": { "from": "1.0", "below": "2.0" }, "hosts": ["broker"], "entryAssembly": "{{Assembly}}" }""");
    }

    private async Task<SinkFeed> FeedAsync(SinkProgress progress)
    {
        var plugins = BrokerPlugins.Open(null, _broker.Time, NullLoggerFactory.Instance);
        var feed = new SinkFeed(plugins, progress, _broker.Parts.Journal, _broker.Folder.Sinks);
        await feed.StartAsync(CancellationToken.None);
        return feed;
    }

    private async Task ReachedAsync(SinkProgress progress)
    {
        progress.Wake();
        await progress.ReachedAsync(_broker.Parts.Journal.Size).WaitAsync(Patience);
    }

    private async Task AppendAsync(int records)
    {
        for (var i = 0; i < records; i++)
        {
            await _broker.Parts.Journal.AppendAsync(new AccountObservations.AccountUnlocked($"anna{i}", TestBroker.Owner), CancellationToken.None);
        }
    }

    private string SinkFile(string pattern) => Assert.Single(Directory.GetFiles(_broker.Folder.Sinks, pattern));
}
