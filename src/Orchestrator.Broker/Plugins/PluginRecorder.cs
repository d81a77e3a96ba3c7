using Microsoft.Extensions.Logging;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;
using static Orchestrator.Domain.PluginObservations;

namespace Orchestrator.Broker.Plugins;

/// <summary>
/// Writes what happens to plugins into the log: in order, in the background, and never more of one plugin than <see cref="RecordQueue{TRecord}"/> lets through. Sinks
/// aren't asked to confirm: some of these records are about one that doesn't answer, and nothing rests on any of them. Callable from any thread.
/// </summary>
internal sealed class PluginRecorder : IAsyncDisposable
{
    private readonly AskedFor<ActingPerson> _asking = new();
    private readonly BrokerJournal _journal;
    private readonly ILogger _log;
    private readonly RecordQueue<BrokerObservation> _queue;

    public PluginRecorder(BrokerJournal journal, TimeProvider time, ILogger log)
    {
        _journal = journal;
        _log = log;
        _queue = new RecordQueue<BrokerObservation>(time, lost => BrokerLog.PluginRecordLost(_log, lost.GetType().Name, "too many wait"));
        _queue.Begin(WriteAsync);
    }

    /// <summary>Until the result is disposed, what is done to this plugin is done because somebody asked.</summary>
    public IDisposable Asked(string plugin, ActingPerson by) => _asking.Asked(plugin, by);

    /// <summary>Something happened to a plugin.</summary>
    public void Note(PluginEvent plugin)
    {
        if (plugin.Kind is PluginEventKind.Refused or PluginEventKind.RolledBack or PluginEventKind.Malfunctioning or PluginEventKind.Leaked)
        {
            BrokerLog.PluginTrouble(_log, plugin.Sentence);
        }

        var by = WhoAsked(plugin);
        _queue.Take(
            plugin,
            by is not null,
            leftOut => Observation(plugin.Kind, new PluginFacts(
                plugin.Plugin, plugin.Version, plugin.Generation, plugin.Hash ?? "", plugin.Publisher ?? "", plugin.Sentence, by, leftOut)));
    }

    /// <summary>Something happened to a sink.</summary>
    public void Note(string plugin, BrokerObservation observation) => _queue.Take(plugin, observation);

    /// <summary>Writes what waits, then ends.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    // The rest happens by itself, whoever caused it.
    private ActingPerson? WhoAsked(PluginEvent plugin) =>
        plugin.Kind is PluginEventKind.Activated or PluginEventKind.RolledBack or PluginEventKind.Moved or PluginEventKind.Drained or PluginEventKind.Refused
            ? _asking.By(plugin.Plugin)
            : null;

    private static BrokerObservation Observation(PluginEventKind kind, PluginFacts about) => kind switch
    {
        PluginEventKind.Activated => new PluginActivated(about),
        PluginEventKind.RolledBack => new PluginRolledBack(about),
        PluginEventKind.Moved => new PluginMoved(about),
        PluginEventKind.Drained => new PluginDrained(about),
        PluginEventKind.Unloaded => new PluginUnloaded(about),
        PluginEventKind.Refused => new PluginRefused(about),
        PluginEventKind.Malfunctioning => new PluginMalfunctioning(about),
        PluginEventKind.Restored => new PluginRestored(about),
        PluginEventKind.Leaked => new PluginLeaked(about),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private async Task WriteAsync(BrokerObservation observation)
    {
        try
        {
            await _journal.AppendUnconfirmedAsync(observation, null, CancellationToken.None);
        }
        catch (JournalException e)
        {
            BrokerLog.PluginRecordLost(_log, observation.GetType().Name, e.Message);
        }
    }
}
