using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;
using static Orchestrator.Domain.PluginObservations;

namespace Orchestrator.Broker.Plugins;

/// <summary>
/// Writes what happens to plugins into the log: in order, in the background, and never more of one plugin than <see cref="RecordBudget{TRecord}"/> gives. Sinks
/// aren't asked to confirm: some of these records are about one that doesn't answer, and nothing rests on any of them. Callable from any thread.
/// </summary>
internal sealed class PluginRecorder : IAsyncDisposable
{
    // More than all plugins of a full folder may give in one moment of the budget.
    private const int Waiting = 4096;

    private readonly Channel<BrokerObservation> _queue = Channel.CreateBounded<BrokerObservation>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ActingPerson> _asking = new(StringComparer.Ordinal);
    private readonly BrokerJournal _journal;
    private readonly ILogger _log;
    private readonly RecordBudget<BrokerObservation> _budget;
    private readonly Task _writing;

    public PluginRecorder(BrokerJournal journal, TimeProvider time, ILogger log)
    {
        _journal = journal;
        _log = log;
        _budget = new RecordBudget<BrokerObservation>(time, Enqueue);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Until the result is disposed, what is done to this plugin is done because somebody asked.</summary>
    public IDisposable Asked(string plugin, ActingPerson by)
    {
        lock (_lock)
        {
            _asking[plugin] = by;
        }

        return new Question(this, plugin);
    }

    /// <summary>Something happened to a plugin.</summary>
    public void Note(PluginEvent plugin)
    {
        if (plugin.Kind is PluginEventKind.Refused or PluginEventKind.RolledBack or PluginEventKind.Malfunctioning or PluginEventKind.Leaked)
        {
            BrokerLog.PluginTrouble(_log, plugin.Sentence);
        }

        var by = WhoAsked(plugin);
        _budget.Spend(
            plugin.Plugin,
            (plugin.Kind, plugin.Version, plugin.Sentence),
            by is not null,
            leftOut => Observation(plugin.Kind, new PluginFacts(
                plugin.Plugin, plugin.Version, plugin.Generation, plugin.Hash ?? "", plugin.Publisher ?? "", plugin.Sentence, by, leftOut)));
    }

    /// <summary>Something happened to a sink.</summary>
    public void Note(string plugin, BrokerObservation observation) => _budget.Spend(plugin, observation, isAsked: false, _ => observation);

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _budget.Dispose();
        _queue.Writer.TryComplete();
        await _writing;
    }

    // The rest happens by itself, whoever caused it.
    private ActingPerson? WhoAsked(PluginEvent plugin)
    {
        if (plugin.Kind is not (PluginEventKind.Activated or PluginEventKind.RolledBack or PluginEventKind.Moved or PluginEventKind.Drained or PluginEventKind.Refused))
        {
            return null;
        }

        lock (_lock)
        {
            return _asking.GetValueOrDefault(plugin.Plugin);
        }
    }

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

    private void Enqueue(BrokerObservation observation)
    {
        if (!_queue.Writer.TryWrite(observation))
        {
            BrokerLog.PluginRecordLost(_log, observation.GetType().Name, "too many wait");
        }
    }

    private async Task WriteAsync()
    {
        await foreach (var observation in _queue.Reader.ReadAllAsync())
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

    private sealed class Question(PluginRecorder records, string plugin) : IDisposable
    {
        public void Dispose()
        {
            lock (records._lock)
            {
                records._asking.Remove(plugin);
            }
        }
    }
}
