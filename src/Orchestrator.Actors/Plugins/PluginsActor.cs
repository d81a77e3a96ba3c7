using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Orchestrator.PluginHosting;

namespace Orchestrator.Actors.Plugins;

/// <summary>
/// Looks after all plugins of one program: passes commands on to the slots, starts again what failed, and watches over memory. Nothing of a plugin is in
/// its messages, only ids and sentences.
/// </summary>
public sealed class PluginsActor : UntypedActor, IWithTimers
{
    private readonly PluginSlots _slots;
    private readonly PluginEventRelay _events;
    private readonly PluginRestarts _restarts;
    private readonly RestartPlan _plan;

    /// <summary>Which plugins are being started again, and whether they failed once more meanwhile.</summary>
    private readonly Dictionary<string, bool> _starting = new(StringComparer.Ordinal);

    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _listening;

    /// <summary>Over slots whose events go through a relay.</summary>
    public PluginsActor(PluginSlots slots, PluginEventRelay events, PluginRestarts restarts, TimeProvider time)
    {
        _slots = slots;
        _events = events;
        _restarts = restarts;
        _plan = new RestartPlan(restarts, time);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(PluginSlots slots, PluginEventRelay events, PluginRestarts restarts, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new PluginsActor(slots, events, restarts, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var self = Self;
        _listening = _events.Listen(plugin =>
        {
            if (plugin.Kind == PluginEventKind.Malfunctioning)
                self.Tell(new Failed(plugin.Plugin));
        });
        Timers.StartSingleTimer(nameof(CheckMemory), CheckMemory.Instance, _restarts.CheckEvery);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PluginCommands.List:
                // Off this thread: the catalog reads disks.
                Task.Run(_slots.List).PipeTo(Sender, success: rows => new PluginCommands.Listed(rows), failure: e => new PluginOutcome(false, $"The plugins can't be listed: {e.Message}"));
                break;
            case PluginCommands.ICommand command:
                Run(command).PipeTo(Sender, failure: e => new PluginOutcome(false, $"The command failed: {e.Message}"));
                break;
            case Failed failed when _starting.ContainsKey(failed.Plugin):
                _starting[failed.Plugin] = true;
                break;
            case Failed failed:
                StartAgainLater(failed.Plugin);
                break;
            case StartAgain again:
                StartAgainNow(again.Plugin);
                break;
            case Tried tried:
                if (_starting.Remove(tried.Plugin, out var failedAgain) && (failedAgain || !tried.Outcome.Done))
                    StartAgainLater(tried.Plugin);
                break;
            case CheckMemory:
                Task.Run(_slots.CheckMemoryAsync).PipeTo(Self, success: () => Checked.Instance, failure: _ => Checked.Instance);
                break;
            case Checked:
                Timers.StartSingleTimer(nameof(CheckMemory), CheckMemory.Instance, _restarts.CheckEvery);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _listening?.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }

    // Called in the order in which commands come: the slots let them take turns in that order.
    private Task<PluginOutcome> Run(PluginCommands.ICommand command)
    {
        switch (command)
        {
            case PluginCommands.Load load:
                return _slots.LoadAsync(load.Plugin, load.Version, load.Settings, _stop.Token);
            case PluginCommands.Activate activate:
                TakeOver(activate.Plugin);
                return _slots.ActivateAsync(activate.Plugin, activate.Version, activate.Settings, _stop.Token);
            case PluginCommands.Reload reload:
                TakeOver(reload.Plugin);
                return MovingAsync(reload.Plugin, _slots.ActivateAsync(reload.Plugin, reload.Version, reload.Settings, _stop.Token));
            case PluginCommands.Drain drain:
                TakeOver(drain.Plugin);
                return _slots.DrainAsync(drain.Plugin);
            case PluginCommands.Move move:
                return _slots.MoveAsync(move.Plugin);
            case PluginCommands.Unload unload:
                return _slots.UnloadAsync(unload.Plugin);
            case PluginCommands.RollBack back:
                TakeOver(back.Plugin);
                return MovingAsync(back.Plugin, _slots.RollBackAsync(back.Plugin, _stop.Token));
            default:
                return Task.FromResult(new PluginOutcome(false, $"There is no command {command.GetType().Name}."));
        }
    }

    // Running channels follow, where their kind can: who goes back wants nothing to stay with what he leaves.
    private async Task<PluginOutcome> MovingAsync(string plugin, Task<PluginOutcome> activating)
    {
        var activated = await activating.ConfigureAwait(false);
        if (!activated.Done || _slots.Find(plugin) is not { CanMove: true })
            return activated;
        var moved = await _slots.MoveAsync(plugin).ConfigureAwait(false);
        return moved with { Sentence = $"{activated.Sentence} {moved.Sentence}" };
    }

    // What a person decides goes before what was planned.
    private void TakeOver(string plugin)
    {
        Timers.Cancel(plugin);
        _plan.Forget(plugin);
    }

    private void StartAgainLater(string plugin)
    {
        // Of an older generation that fails while it drains, nothing has to be started.
        if (Timers.IsTimerActive(plugin) || !_slots.NeedsRestart(plugin))
            return;
        if (_plan.Next(plugin) is { } wait)
            Timers.StartSingleTimer(plugin, new StartAgain(plugin), wait);
        else
            Context.GetLogger().Error("The plugin {0} failed too often and is not started again until somebody activates it", plugin);
    }

    private void StartAgainNow(string plugin)
    {
        _starting[plugin] = false;
        _slots.RestartAsync(plugin, _stop.Token).PipeTo(
            Self, success: outcome => new Tried(plugin, outcome), failure: e => new Tried(plugin, new PluginOutcome(false, e.Message)));
    }

    private sealed record Failed(string Plugin) : IDeadLetterSuppression;

    private sealed record StartAgain(string Plugin) : IDeadLetterSuppression;

    private sealed record Tried(string Plugin, PluginOutcome Outcome) : IDeadLetterSuppression;

    private sealed record CheckMemory : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static CheckMemory Instance { get; } = new();
    }

    private sealed record Checked : IDeadLetterSuppression
    {
        public static Checked Instance { get; } = new();
    }
}

/// <summary>Composes the plugins of a program.</summary>
public static class PluginsActorHosting
{
    /// <summary>Starts <c>/user/plugins</c>, found as <see cref="PluginsActor"/> in the registry.</summary>
    public static AkkaConfigurationBuilder AddPlugins(
        this AkkaConfigurationBuilder builder, PluginSlots slots, PluginEventRelay events, PluginRestarts restarts, TimeProvider time) =>
        builder.WithActors((system, registry) => registry.Register<PluginsActor>(system.ActorOf(PluginsActor.Props(slots, events, restarts, time), "plugins")));
}
