using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Broker.Plugins;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.PluginFolders;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.Broker.Tests.Sinks;

/// <summary>A real log, the broker's plugins over it, and what a sink made of it.</summary>
internal sealed class SinkStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SinkStage(TestBroker broker, PluginFolderOptions? folder)
    {
        Broker = broker;
        Plugins = BrokerPlugins.Open(folder, broker.Parts, NullLoggerFactory.Instance);
    }

    public TestBroker Broker { get; }

    public BrokerPlugins Plugins { get; }

    /// <param name="install">Puts plugins into the folder that it is given.</param>
    public static async Task<SinkStage> CreateAsync(Action<string>? install = null)
    {
        var broker = await TestBroker.CreateAsync();
        if (install is null)
        {
            return new SinkStage(broker, null);
        }

        install(broker.Folder.Plugins);
        new PluginTrustFile(broker.Folder.PluginTrust).Write(PluginTrust.Nobody.With(TestPublisher.Known.Trusted));
        return new SinkStage(broker, new PluginFolderOptions(broker.Folder.Plugins, broker.Folder.PluginTrust));
    }

    public async Task<SinkFeed> FeedAsync(SinkProgress progress)
    {
        var feed = new SinkFeed(Plugins, progress, Broker.Parts.Journal, NullLogger.Instance);
        await feed.StartAsync(CancellationToken.None);
        return feed;
    }

    public async Task ReachedAsync(SinkProgress progress)
    {
        progress.Wake();
        await progress.ReachedAsync(Broker.Parts.Journal.Size).WaitAsync(Patience);
    }

    public async Task AppendAsync(int records)
    {
        for (var i = 0; i < records; i++)
        {
            await Broker.Parts.Journal.AppendUnconfirmedAsync(new AccountObservations.AccountUnlocked($"anna{i}", TestBroker.Owner), null, CancellationToken.None);
        }
    }

    /// <summary>A new generation of a sink, and the feed told to change over to it.</summary>
    public async Task MoveAsync(string plugin, string? settings = null)
    {
        var activated = await Plugins.Slots.ActivateAsync(plugin, null, settings is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(settings), CancellationToken.None);
        Assert.True(activated.Done, activated.Sentence);
        Assert.True((await Plugins.Slots.MoveAsync(plugin)).Done);
    }

    /// <summary>Until older generations have no user left and are closed: the feed is with the active one.</summary>
    public async Task ChangedOverAsync(SinkProgress progress, string plugin)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Plugins.Slots.List().Any(row => row.Plugin == plugin && row.Status == PluginHosting.PluginStatus.Draining))
        {
            progress.Wake();
            await Plugins.Slots.WhenClosedAsync();
            await Task.Yield();
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>From now on nothing but the test writes into the log.</summary>
    public ValueTask QuietAsync() => Plugins.Recorder.DisposeAsync();

    /// <summary>Every line of the log; it is closed for that and stays closed.</summary>
    public async Task<string[]> LogAsync()
    {
        await Plugins.DisposeAsync();
        await Broker.CloseAsync();
        return Broker.LogLines();
    }

    /// <summary>Every record that a shipped sink keeps, in order.</summary>
    public string[] Kept(string plugin, string? folder = null) => plugin == "audit.file" ? File.ReadAllLines(SinkFile("*.jsonl", folder)) : KeptInTable();

    public string SinkFile(string pattern, string? folder = null) =>
        Assert.Single(Directory.GetFiles(folder ?? Path.Combine(Broker.Folder.Sinks, "audit.file"), pattern));

    public async ValueTask DisposeAsync()
    {
        await Plugins.DisposeAsync();
        await Broker.DisposeAsync();
    }

    private string[] KeptInTable()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Broker.Folder.Sinks, "audit.sqlite", "audit.sqlite")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT line FROM records ORDER BY seq";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(Encoding.UTF8.GetString((byte[])reader[0]));
        }

        return [.. lines];
    }
}
