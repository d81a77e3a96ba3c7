using Akka.Actor;
using Akka.Event;
using Akka.Pattern;
using static Orchestrator.Actors.Plugins.PluginMessages;

namespace Orchestrator.Actors.Plugins;

/// <summary>
/// Keeps one plugin running: a generation that fails is followed by another after a growing wait, until the limit; then the owner is told
/// that there is no such plugin any more. The only place where something restarts, for a plugin holds no consent.
/// </summary>
public sealed class PluginHostActor : UntypedActor
{
    // Enough to keep many hosts from starting their plugins in the same moment.
    private const double Jitter = 0.2;

    private readonly string _pluginId;
    private readonly Func<IPluginGeneration> _create;
    private readonly PluginRestarts _restarts;
    private readonly IActorRef _owner;
    private int _generations;
    private string _lastReason = "";

    /// <summary>Starts the first generation at once.</summary>
    public PluginHostActor(string pluginId, Func<IPluginGeneration> create, PluginRestarts restarts, IActorRef owner)
    {
        _pluginId = pluginId;
        _create = create;
        _restarts = restarts;
        _owner = owner;
    }

    /// <summary>How to make one.</summary>
    public static Props Props(string pluginId, Func<IPluginGeneration> create, PluginRestarts restarts, IActorRef owner) =>
        Akka.Actor.Props.Create(() => new PluginHostActor(pluginId, create, restarts, owner));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var self = Self;
        var generation = PluginActor.Props(_create, _restarts.CheckEvery, self);
        var options = Backoff.OnFailure(generation, "generation", _restarts.FirstWait, _restarts.LongestWait, Jitter, _restarts.Limit)
            .WithAutoReset(_restarts.SoundFor)
            .WithSupervisorStrategy(new OneForOneStrategy(failure => AgainAfter(failure, self)))
            .WithMaxNrOfRetries(_restarts.Limit);
        var restarter = Context.ActorOf(BackoffSupervisor.Props(options), "restarts");
        Context.WatchWith(restarter, Exhausted.Instance);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Runs:
                _generations++;
                _owner.Tell(new PluginRuns(_pluginId, _generations));
                break;
            case Failed failed:
                _lastReason = failed.Reason;
                _owner.Tell(new PluginFailed(_pluginId, _generations, failed.Reason));
                break;
            case Exhausted:
                Context.GetLogger().Error("The plugin {0} failed too often and is not started again: {1}", _pluginId, _lastReason);
                _owner.Tell(new PluginGaveUp(_pluginId, _generations, _lastReason));
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <summary>Runs in the restarter: whatever a generation dies of, another one may follow.</summary>
    private static Directive AgainAfter(Exception failure, IActorRef host)
    {
        host.Tell(new Failed(failure.Message));
        return Directive.Restart;
    }

    internal sealed record Runs : IDeadLetterSuppression
    {
        public static Runs Instance { get; } = new();
    }

    private sealed record Failed(string Reason) : IDeadLetterSuppression;

    private sealed record Exhausted : IDeadLetterSuppression
    {
        public static Exhausted Instance { get; } = new();
    }
}
