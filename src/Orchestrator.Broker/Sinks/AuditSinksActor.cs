using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Plugins;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Sinks;

/// <summary>
/// Parent of every audit sink's host: starts them, and puts into the log when one fails and when it is back. A sink that fails is started again with growing
/// waits for as long as the broker serves: what it missed lies in the log.
/// </summary>
internal sealed class AuditSinksActor : UntypedActor
{
    private static readonly PluginRestarts Restarts = PluginRestarts.Default with { Limit = int.MaxValue, CheckEvery = TimeSpan.FromSeconds(1) };

    private readonly OpenPlugins _plugins;
    private readonly AuditSinks _sinks;
    private readonly BrokerJournal _journal;
    private readonly string _dataDirectory;
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);

    public AuditSinksActor(OpenPlugins plugins, AuditSinks sinks, BrokerJournal journal, string dataDirectory)
    {
        _plugins = plugins;
        _sinks = sinks;
        _journal = journal;
        _dataDirectory = dataDirectory;
    }

    public static Props Props(OpenPlugins plugins, AuditSinks sinks, BrokerJournal journal, string dataDirectory) =>
        Akka.Actor.Props.Create(() => new AuditSinksActor(plugins, sinks, journal, dataDirectory));

    protected override void PreStart()
    {
        foreach (var sink in _sinks.All)
        {
            var data = Path.Combine(_dataDirectory, sink.Setting.Plugin);
            Context.ActorOf(PluginHostActor.Props(sink.Setting.Plugin, () => new SinkFeed(_plugins, sink, _journal, data), Restarts, Self), sink.Setting.Plugin);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PluginMessages.PluginRuns runs when _failing.Remove(runs.PluginId):
                Note(new AdministrationObservations.AuditSinkRestored(runs.PluginId));
                break;
            case PluginMessages.PluginRuns:
                break;
            case PluginMessages.PluginFailed failed when _failing.Add(failed.PluginId):
                Note(new AdministrationObservations.AuditSinkFailed(failed.PluginId, IsRequired(failed.PluginId), failed.Reason));
                break;
            case PluginMessages.PluginFailed or Noted:
                break;
            case NotNoted lost:
                Context.GetLogger().Error("The log couldn't take a record about an audit sink: {0}", lost.Reason);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private bool IsRequired(string plugin) => _sinks.All.Any(sink => sink.Setting.Plugin == plugin && sink.Setting.IsRequired);

    // Without waiting for the sinks: this record is about one that doesn't answer.
    private void Note(BrokerObservation observation) =>
        _journal.AppendUnconfirmedAsync(observation, null, CancellationToken.None).PipeTo(Self, success: _ => Noted.Instance, failure: e => new NotNoted(e.Message));

    private sealed record Noted : IDeadLetterSuppression
    {
        public static Noted Instance { get; } = new();
    }

    private sealed record NotNoted(string Reason) : IDeadLetterSuppression;
}
