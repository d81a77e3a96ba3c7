using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Tests.Sinks;

/// <summary>A running feed changes over from one generation of its sink to the next, while records come.</summary>
public sealed class SinkMoveTests : IAsyncLifetime
{
    private const int Moves = 25;

    // The meter is the whole process's: what this test's own feed does is told apart by its flow.
    private readonly AsyncLocal<bool> _isMine = new();

    private SinkStage _stage = null!;

    public async Task InitializeAsync() => _stage = await SinkStage.CreateAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Theory]
    [InlineData("audit.file")]
    [InlineData("audit.sqlite")]
    [Trait("Requirement", "R-AUD-1")]
    public async Task Over_many_moves_each_record_is_delivered_exactly_once(string plugin)
    {
        var served = new ConcurrentDictionary<int, long>();
        _isMine.Value = true;
        using var listening = Listen(plugin, served);
        var progress = new SinkProgress(new AuditSinkSetting(plugin, true));
        await using (await _stage.FeedAsync(progress))
        {
            using var enough = new CancellationTokenSource();
            var writing = WriteAsync(progress, enough.Token);
            for (var i = 0; i < Moves; i++)
            {
                await _stage.MoveAsync(plugin);
                await _stage.ChangedOverAsync(progress, plugin);
                await _stage.AppendAsync(1);
                await _stage.ReachedAsync(progress);
            }

            await enough.CancelAsync();
            await writing;
            await _stage.QuietAsync();
            await _stage.ReachedAsync(progress);
        }

        var log = await _stage.LogAsync();
        Assert.Equal(log, _stage.Kept(plugin));
        Assert.True(served.Count > Moves, $"{served.Count} generations served");
        Assert.Equal(log.Length, served.Values.Sum());
    }

    [Fact]
    public async Task A_generation_that_keeps_elsewhere_gets_everything_before_it_takes_over()
    {
        await _stage.AppendAsync(500);
        var elsewhere = Path.Combine(_stage.Broker.Folder.Root, "elsewhere");
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using (await _stage.FeedAsync(progress))
        {
            await _stage.ReachedAsync(progress);
            await _stage.MoveAsync("audit.file", Settings(elsewhere));
            await _stage.ChangedOverAsync(progress, "audit.file");
            await _stage.QuietAsync();
            await _stage.AppendAsync(3);
            await _stage.ReachedAsync(progress);
        }

        var log = await _stage.LogAsync();
        Assert.Equal(log, _stage.Kept("audit.file", elsewhere));
        var before = _stage.Kept("audit.file");
        Assert.True(before.Length >= 500, $"{before.Length} records");
        Assert.Equal(log[..before.Length], before);
    }

    [Fact]
    public async Task While_the_next_generation_cant_open_the_old_one_goes_on()
    {
        await _stage.AppendAsync(2);
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await using (var feed = await _stage.FeedAsync(progress))
        {
            await _stage.ReachedAsync(progress);
            await _stage.MoveAsync("audit.file", Settings(Blocked()));
            await _stage.AppendAsync(2);
            await _stage.ReachedAsync(progress);

            Assert.False(feed.FedAsync().IsCompleted);
            Assert.Contains(_stage.Plugins.Slots.List(), row => row is { Generation: 1, Status: PluginStatus.Draining, Channels: 1 });
            await _stage.QuietAsync();
            await _stage.ReachedAsync(progress);
        }

        Assert.Equal(await _stage.LogAsync(), _stage.Kept("audit.file"));
    }

    /// <summary>A folder in which a folder stands where the sink's file would be.</summary>
    private string Blocked()
    {
        var blocked = Path.Combine(_stage.Broker.Folder.Root, "blocked");
        Directory.CreateDirectory(Path.Combine(blocked, Path.GetFileName(_stage.SinkFile("*.jsonl"))));
        return blocked;
    }

    private static string Settings(string folder) => JsonSerializer.Serialize(new { folder });

    private async Task WriteAsync(SinkProgress progress, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await _stage.AppendAsync(1);
            progress.Wake();
            await Task.Yield();
        }
    }

    private MeterListener Listen(string plugin, ConcurrentDictionary<int, long> served)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, listening) => listening.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, amount, tags, _) =>
        {
            if (!_isMine.Value)
            {
                return;
            }

            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (instrument.Meter.Name == PluginMetrics.MeterName && instrument.Name == "orchestrator.plugin.served"
                && Equals(named["plugin"], plugin) && Equals(named["channel"], _stage.Broker.Parts.Journal.Origin))
            {
                served.AddOrUpdate((int)named["generation"]!, amount, (_, before) => before + amount);
            }
        });
        listener.Start();
        return listener;
    }
}
