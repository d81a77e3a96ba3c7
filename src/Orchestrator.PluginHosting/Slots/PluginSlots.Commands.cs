using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <content>What a person or a program may ask for.</content>
public sealed partial class PluginSlots
{
    private static readonly PluginOutcome Ending = new(false, "The program ends.");

    /// <summary>Makes a generation, and keeps it ready without letting it serve.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="version">Null: the highest.</param>
    /// <param name="settings">UTF-8 JSON; null: those of before.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<PluginOutcome> LoadAsync(string id, Version? version, ReadOnlyMemory<byte>? settings, CancellationToken cancellationToken) =>
        InTurnAsync(id, version, async entry =>
        {
            var state = StateOf(entry.Manifest);
            state.Loaded?.Drain();
            state.Loaded = null;
            state.Loaded = await MakeAsync(state, entry, settings, cancellationToken).ConfigureAwait(false);
            return new PluginOutcome(true, $"{state.Loaded.Id} is loaded and passed its test. It serves nobody until it is activated.");
        });

    /// <summary>Makes a generation and lets it serve new channels; running ones keep theirs. Of a failing one nothing remains, and what served before goes on.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="version">Null: the highest.</param>
    /// <param name="settings">UTF-8 JSON; null: those of before.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<PluginOutcome> ActivateAsync(string id, Version? version, ReadOnlyMemory<byte>? settings, CancellationToken cancellationToken) =>
        InTurnAsync(id, version, entry => ActivateAsync(entry, settings, cancellationToken));

    /// <summary>Lets the version serve again that was active before this one.</summary>
    public Task<PluginOutcome> RollBackAsync(string id, CancellationToken cancellationToken)
    {
        var served = states.GetValueOrDefault(id)?.Served ?? [];
        return served is [.., var before, _]
            ? ActivateAsync(id, before, null, cancellationToken)
            : Task.FromResult(new PluginOutcome(false, $"There is no version of \"{id}\" to go back to: since this program started {(served is [var only] ? $"only {only} was" : "none was")} active."));
    }

    /// <summary>Makes a new generation of the version that failed, and lets it serve.</summary>
    public Task<PluginOutcome> RestartAsync(string id, CancellationToken cancellationToken) =>
        InTurnAsync(id, states.GetValueOrDefault(id)?.Served.LastOrDefault(), entry => ActivateAsync(entry, null, cancellationToken, PluginEventKind.Restored));

    /// <summary>The active generation takes no new channels, and no other one does.</summary>
    public Task<PluginOutcome> DrainAsync(string id) =>
        InTurnAsync(id, slot =>
        {
            if (slot.Put(null, "it was drained") is not { } drained)
                return new PluginOutcome(false, $"Nothing of \"{id}\" is active.");
            var sentence = $"{drained.Id} takes no new channels. {Channels(drained.Leases)} still use it.";
            Tell(PluginEventKind.Drained, drained.Scope.Manifest, drained.Id.Number, sentence);
            return new PluginOutcome(true, sentence);
        });

    /// <summary>Tells the channels of older generations to change over to the active one, where their kind can.</summary>
    public Task<PluginOutcome> MoveAsync(string id) =>
        InTurnAsync(id, slot =>
        {
            if (slot.Active is not { } active)
                return new PluginOutcome(false, $"Nothing of \"{id}\" is active, so there is nothing to move to. Activate a version first.");
            if (slot.Kind is PluginKind.Transport or PluginKind.Proxy)
                return new PluginOutcome(false, $"A running {slot.Kind.Word()} can't change over: its channels keep what they have until they end. New ones use {active.Id}.");
            var sentence = $"{Channels(slot.AskToMove())} were told to change over to {active.Id}.";
            Tell(PluginEventKind.Moved, active.Scope.Manifest, active.Id.Number, sentence);
            return new PluginOutcome(true, sentence);
        });

    /// <summary>Closes what was loaded or drained and isn't used.</summary>
    public async Task<PluginOutcome> UnloadAsync(string id)
    {
        var outcome = await InTurnAsync(id, slot =>
        {
            var state = states[id];
            var loaded = state.Loaded;
            state.Loaded = null;
            loaded?.Drain();
            if (slot.Draining.Sum(generation => generation.Leases) is > 0 and var users)
                return new PluginOutcome(false, $"{Channels(users)} still use an older generation of \"{id}\". Move them or wait for their end.");
            return slot.Active is { } active && loaded is null
                ? new PluginOutcome(false, $"{active.Id} is active. Drain it first, or activate another version.")
                : new PluginOutcome(true, $"Nothing of \"{id}\" is loaded any more but what is active.");
        }).ConfigureAwait(false);
        await WhenClosedAsync().ConfigureAwait(false);
        return outcome;
    }

    private async Task<PluginOutcome> ActivateAsync(PluginEntry entry, ReadOnlyMemory<byte>? settings, CancellationToken cancellationToken, PluginEventKind kind = PluginEventKind.Activated)
    {
        var state = StateOf(entry.Manifest);
        var next = state.Loaded is { } loaded && loaded.Id.Version == entry.Manifest.Version && settings is null
            ? loaded
            : await MakeAsync(state, entry, settings, cancellationToken).ConfigureAwait(false);
        if (state.Loaded == next)
            state.Loaded = null;
        state.Served = state.Served.Remove(next.Id.Version).Add(next.Id.Version);
        var before = state.Slot.Put(next);
        var sentence = before is null ? $"{next.Id} is active." : $"{next.Id} is active. {Channels(before.Leases)} keep {before.Id} until they end or are moved.";
        Tell(kind, entry.Manifest, next.Id.Number, sentence);
        return new PluginOutcome(true, sentence);
    }

    private async Task<PluginGeneration> MakeAsync(SlotState state, PluginEntry entry, ReadOnlyMemory<byte>? settings, CancellationToken cancellationToken)
    {
        var id = state.Next(entry.Manifest.Version);
        try
        {
            if (state.Leaks >= LeakLimits.Generations)
            {
                throw new PluginRefusedException(
                    PluginRefusalReason.TooManyLeaks,
                    entry.Manifest.ToString(),
                    $"The plugin {entry.Manifest} is refused: {state.Leaks} generations of {entry.Manifest.Id} can't be got out of memory. Restart the program, and tell the plugin's author.");
            }

            var generation = await factory.MakeAsync(id, entry, settings ?? state.Settings, cancellationToken).ConfigureAwait(false);
            state.Settings = settings ?? state.Settings;
            return generation;
        }
        catch (PluginRefusedException refused)
        {
            state.Remember(new PluginRow(id.Plugin, state.Slot.Kind, id.Version, id.Number, PluginStatus.Refused, 0, refused.Message));
            var before = state.Slot.Active;
            Tell(before is null ? PluginEventKind.Refused : PluginEventKind.RolledBack, entry.Manifest, id.Number, refused.Message);
            throw before is null
                ? refused
                : new PluginRefusedException(refused.Refusal.Reason, refused.Refusal.Where, $"{refused.Message} {before.Id} goes on.");
        }
    }

    private async Task<PluginOutcome> InTurnAsync(string id, Version? version, Func<PluginEntry, Task<PluginOutcome>> command)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return isEnding ? Ending : await command(options.Catalog().Find(id, version)).ConfigureAwait(false);
        }
        catch (PluginRefusedException refused)
        {
            return new PluginOutcome(false, refused.Message) { Refusal = refused.Refusal };
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<PluginOutcome> InTurnAsync(string id, Func<PluginSlot, PluginOutcome> command)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (isEnding)
                return Ending;
            return Find(id) is { } slot
                ? command(slot)
                : new PluginOutcome(false, $"Nothing of \"{id}\" was activated in this program. See the list of plugins.");
        }
        finally
        {
            turn.Release();
        }
    }

    private static string Channels(int count) => count == 1 ? "1 channel" : $"{count} channels";
}
