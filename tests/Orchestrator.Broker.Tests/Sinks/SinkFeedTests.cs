using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Tests.Sinks;

/// <summary>A real sink gets every record of the real log once, in order, whenever it was away.</summary>
public sealed class SinkFeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SinkStage _stage = null!;

    public async Task InitializeAsync() => _stage = await SinkStage.CreateAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Theory]
    [InlineData("audit.file")]
    [InlineData("audit.sqlite")]
    [Trait("Requirement", "R-AUD-1")]
    public async Task What_it_missed_comes_first_then_each_record_as_it_happens(string plugin)
    {
        await _stage.AppendAsync(3);
        var progress = new SinkProgress(new AuditSinkSetting(plugin, true));
        await using (await _stage.FeedAsync(progress))
        {
            await _stage.ReachedAsync(progress);
            await _stage.AppendAsync(2);
            await _stage.ReachedAsync(progress);
        }

        await _stage.QuietAsync();
        await _stage.AppendAsync(100);
        await using (await _stage.FeedAsync(progress))
        {
            await _stage.ReachedAsync(progress);
        }

        Assert.Equal(await _stage.LogAsync(), _stage.Kept(plugin));
    }

    [Fact]
    public async Task It_gets_the_newest_checkpoint()
    {
        await _stage.AppendAsync(1);
        await _stage.Broker.Parts.Journal.CheckpointAsync(CancellationToken.None);
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using (await _stage.FeedAsync(progress))
        {
            await _stage.ReachedAsync(progress);

            // The second round begins when the first one's checkpoint is kept.
            await _stage.AppendAsync(1);
            await _stage.ReachedAsync(progress);
        }

        Assert.Contains(_stage.Broker.Parts.Journal.Origin, await File.ReadAllTextAsync(_stage.SinkFile("*.checkpoints")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sink_that_is_ahead_of_the_log_is_refused()
    {
        await _stage.AppendAsync(2);
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using (await _stage.FeedAsync(progress))
        {
            await _stage.ReachedAsync(progress);
        }

        await _stage.QuietAsync();
        var ahead = string.Concat(Enumerable.Repeat("{}\n", (int)_stage.Broker.Parts.Journal.Size + 1));
        await File.AppendAllTextAsync(_stage.SinkFile("*.jsonl"), ahead);
        await _stage.MoveAsync("audit.file");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => _stage.FeedAsync(progress));
        Assert.Contains("belongs to another log", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sink_that_fails_while_it_is_fed_turns_sick()
    {
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using var feed = await _stage.FeedAsync(progress);
        await _stage.ReachedAsync(progress);
        Directory.Delete(_stage.Broker.Folder.Sinks, recursive: true);

        await _stage.AppendAsync(1);
        progress.Wake();

        await Assert.ThrowsAsync<PluginFaultException>(() => feed.FedAsync().WaitAsync(Patience));
        await Assert.ThrowsAsync<PluginFaultException>(() => feed.CheckAsync(CancellationToken.None));
    }
}
