using Orchestrator.Abstractions;
using Orchestrator.Actors.Plugins;
using Orchestrator.Broker.Journal;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Sinks;

/// <summary>
/// One generation of one audit sink: opened, brought up to date from where it says that it is durable, and fed from then on. Each record reaches it in
/// order and, for a sink that keeps its word, exactly once.
/// </summary>
internal sealed class SinkFeed(OpenPlugins plugins, SinkProgress progress, BrokerJournal journal, string dataDirectory) : IPluginGeneration
{
    private readonly CancellationTokenSource _stop = new();
    private PluginScope? _scope;
    private Task _feeding = Task.CompletedTask;
    private ReadOnlyMemory<byte> _checkpoint;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var setting = progress.Setting;
        var entry = plugins.Catalog.Find(PluginKind.Audit, setting.Plugin);
        Directory.CreateDirectory(dataDirectory);
        _scope = await plugins.OpenScopeAsync(entry, setting.SettingsBytes, dataDirectory, cancellationToken);
        var sink = _scope.Get<IAuditSink>();
        var first = await sink.OpenAsync(journal.Origin, cancellationToken);
        var lines = RecordLines.Open(journal.RecordsFile, first, journal.Size);
        progress.Confirm(first);
        progress.Wake();
        _feeding = Task.Run(() => FeedAsync(sink, lines), CancellationToken.None);
    }

    /// <summary>Ends when the sink fails or the feed is disposed.</summary>
    internal Task FedAsync() => _feeding;

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => _feeding.IsCompleted ? _feeding : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_scope is not null)
        {
            await _scope.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task FeedAsync(IAuditSink sink, RecordLines lines)
    {
        using (lines)
        {
            while (await progress.WokenAsync(_stop.Token))
            {
                while (lines.Read(journal.Size) is { Length: > 0 } entries)
                {
                    progress.Confirm(await sink.AppendAsync(journal.Origin, entries, _stop.Token));
                }

                var newest = journal.LatestCheckpoint;
                if (!newest.IsEmpty && !newest.Equals(_checkpoint))
                {
                    _checkpoint = newest;
                    await sink.PutCheckpointAsync(journal.Origin, newest, _stop.Token);
                }
            }
        }
    }
}
