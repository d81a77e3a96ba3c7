using Akka.Actor;
using Akka.Event;

namespace Orchestrator.Actors.Plugins;

/// <summary>Owns one generation of a plugin: starts it, looks after it, disposes it. When it fails it dies, and its parent may make the next.</summary>
internal sealed class PluginActor : UntypedActor, IWithTimers
{
    private readonly Func<IPluginGeneration> _create;
    private readonly TimeSpan _checkEvery;
    private readonly IActorRef _host;
    private readonly CancellationTokenSource _stop = new();
    private IPluginGeneration? _generation;

    public PluginActor(Func<IPluginGeneration> create, TimeSpan checkEvery, IActorRef host)
    {
        _create = create;
        _checkEvery = checkEvery;
        _host = host;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Func<IPluginGeneration> create, TimeSpan checkEvery, IActorRef host) =>
        Akka.Actor.Props.Create(() => new PluginActor(create, checkEvery, host));

    protected override void PreStart() => StartAsync().PipeTo(Self, success: () => Sound.Instance, failure: e => new Sick(e.Message));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Sound:
                _host.Tell(PluginHostActor.Runs.Instance);
                Timers.StartSingleTimer(nameof(Check), Check.Instance, _checkEvery);
                break;
            case Check:
                CheckAsync().PipeTo(Self, success: () => StillSound.Instance, failure: e => new Sick(e.Message));
                break;
            case StillSound:
                Timers.StartSingleTimer(nameof(Check), Check.Instance, _checkEvery);
                break;
            case Sick sick:
                throw new PluginSickException(sick.Reason);
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Dies instead of restarting in place: the back-off belongs to the parent.</summary>
    protected override void PreRestart(Exception reason, object message) => PostStop();

    protected override void PostStop()
    {
        // The token source goes with its generation: what still hangs on it would keep the plugin's code loaded.
        _stop.Cancel();
        _stop.Dispose();
        _ = _generation?.DisposeAsync().AsTask();
    }

    // What can't be made or throws at once has failed like what fails later.
    private async Task StartAsync()
    {
        _generation = _create();
        await _generation.StartAsync(_stop.Token).ConfigureAwait(false);
    }

    private async Task CheckAsync() => await _generation!.CheckAsync(_stop.Token).ConfigureAwait(false);

    private sealed record Sound : IDeadLetterSuppression
    {
        public static Sound Instance { get; } = new();
    }

    private sealed record StillSound : IDeadLetterSuppression
    {
        public static StillSound Instance { get; } = new();
    }

    private sealed record Check : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static Check Instance { get; } = new();
    }

    private sealed record Sick(string Reason) : IDeadLetterSuppression;
}

/// <summary>A plugin's generation failed.</summary>
public sealed class PluginSickException(string message) : Exception(message);
