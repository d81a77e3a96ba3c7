using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Plugins;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Plugins;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Sinks;

/// <summary>
/// Parent of every audit sink's host: starts them, and has it recorded when one fails and when it is back. A sink that fails is started again with growing
/// waits for as long as the broker serves: what it missed lies in the log.
/// </summary>
internal sealed class AuditSinksActor : UntypedActor
{
    private static readonly PluginRestarts Restarts = PluginRestarts.Default with { Limit = int.MaxValue, CheckEvery = TimeSpan.FromSeconds(1) };

    private readonly BrokerPlugins _plugins;
    private readonly AuditSinks _sinks;
    private readonly BrokerJournal _journal;
    private readonly ILogger _log;
    private readonly Dictionary<string, IActorRef> _hosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private int _started;

    public AuditSinksActor(BrokerPlugins plugins, AuditSinks sinks, BrokerJournal journal, ILogger log)
    {
        _plugins = plugins;
        _sinks = sinks;
        _journal = journal;
        _log = log;
    }

    public static Props Props(BrokerPlugins plugins, AuditSinks sinks, BrokerJournal journal, ILogger log) =>
        Akka.Actor.Props.Create(() => new AuditSinksActor(plugins, sinks, journal, log));

    protected override void PreStart()
    {
        foreach (var sink in _sinks.All)
        {
            Start(sink);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SinkMessages.Feed feed when _sinks.Find(feed.Plugin) is { } sink && !_hosts.ContainsKey(feed.Plugin):
                Start(sink);
                break;
            case SinkMessages.StopFeeding stop when _hosts.Remove(stop.Plugin, out var host):
                _failing.Remove(stop.Plugin);
                Context.Stop(host);
                break;
            case HasEverything caughtUp when _failing.Remove(caughtUp.Plugin):
                _plugins.Recorder.Note(caughtUp.Plugin, new AdministrationObservations.AuditSinkRestored(caughtUp.Plugin));
                break;
            case PluginMessages.PluginFailed failed when _sinks.Find(failed.PluginId) is { } sink && _failing.Add(failed.PluginId):
                _plugins.Recorder.Note(failed.PluginId, new AdministrationObservations.AuditSinkFailed(failed.PluginId, sink.IsRequired, failed.Reason));
                break;
            case SinkMessages.Feed or SinkMessages.StopFeeding or HasEverything or PluginMessages.PluginFailed or PluginMessages.PluginRuns:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Start(SinkProgress sink)
    {
        var plugin = sink.Setting.Plugin;
        var self = Self;
        var feed = () => new SinkFeed(_plugins, sink, _journal, _log, () => self.Tell(new HasEverything(plugin)));

        // A name of its own for each: the host before it may still be ending.
        _hosts[plugin] = Context.ActorOf(PluginHostActor.Props(plugin, feed, Restarts, Self), $"{plugin}-{++_started}");
    }

    private sealed record HasEverything(string Plugin) : IDeadLetterSuppression;
}

/// <summary>What the parent of the sinks is told.</summary>
internal static class SinkMessages
{
    /// <summary>Feed a sink that has an entry in <see cref="AuditSinks"/>.</summary>
    public sealed record Feed(string Plugin) : IDeadLetterSuppression;

    /// <summary>Feed it no more.</summary>
    public sealed record StopFeeding(string Plugin) : IDeadLetterSuppression;
}
