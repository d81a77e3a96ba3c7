namespace Orchestrator.PluginHosting;

/// <content>What a person or a program may ask for. A token ends the attempt by an <see cref="OperationCanceledException"/>; everything else is an outcome.</content>
public sealed partial class PluginSlots
{
    /// <summary>Makes a generation, and keeps it ready without letting it serve. One that was kept before gives way when the new one is there.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="version">Null: the highest.</param>
    /// <param name="settings">UTF-8 JSON; null: those of what was active last.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<PluginOutcome> LoadAsync(string id, Version? version, ReadOnlyMemory<byte>? settings, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                var entry = options.Catalog().Find(id, version);
                var state = StateOf(entry.Manifest);
                var next = await MakeAsync(state, entry, settings, cancellationToken).ConfigureAwait(false);
                var before = state.Loaded;
                state.Loaded = next;
                before?.Drain();
                return new PluginOutcome(true, $"{next.Id} is loaded and passed its test. It serves nobody until it is activated.");
            },
            cancellationToken);

    /// <summary>Makes a generation and lets it serve new channels; running ones keep theirs. Of a failing one nothing remains, and what served before goes on.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="version">Null: the highest.</param>
    /// <param name="settings">UTF-8 JSON; null: those of what was active last.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<PluginOutcome> ActivateAsync(string id, Version? version, ReadOnlyMemory<byte>? settings, CancellationToken cancellationToken) =>
        InTurnAsync(() => ActivateAsync(options.Catalog().Find(id, version), settings, PluginEventKind.Activated, cancellationToken), cancellationToken);

    /// <summary>Lets the version serve again that was active before this one, with the settings that it had.</summary>
    public Task<PluginOutcome> RollBackAsync(string id, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                var served = states.GetValueOrDefault(id)?.Served ?? [];
                return served is [.., var before, _]
                    ? ActivateAsync(options.Catalog().Find(id, before.Version), before.Settings, PluginEventKind.Activated, cancellationToken)
                    : Task.FromResult(new PluginOutcome(
                        false, $"There is no version of \"{id}\" to go back to: since this program started {(served is [var only] ? $"only {only.Version} was" : "none was")} active."));
            },
            cancellationToken);

    /// <summary>
    /// Makes a new generation of the version that failed, lets it serve, and tells running channels to change over to it. Does nothing when what is active works,
    /// or when somebody has drained it since.
    /// </summary>
    public Task<PluginOutcome> RestartAsync(string id, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                if (states.GetValueOrDefault(id) is not { Served: [.., var last], Slot: { NeedsRestart: true } slot })
                    return new PluginOutcome(true, $"Nothing of \"{id}\" has failed, so nothing is started again.");
                var outcome = await ActivateAsync(options.Catalog().Find(id, last.Version), last.Settings, PluginEventKind.Restored, cancellationToken).ConfigureAwait(false);
                slot.AskToMove();
                return outcome;
            },
            cancellationToken);

    /// <summary>The active generation takes no new channels, and no other one does.</summary>
    public Task<PluginOutcome> DrainAsync(string id) =>
        InTurnAsync(id, (_, slot) =>
        {
            if (slot.Put(null, "it was drained") is not { } drained)
                return new PluginOutcome(false, $"Nothing of \"{id}\" is active.");
            var users = drained.Leases;
            var sentence = $"{drained.Id} takes no new channels. {Channels(users)} still {(users == 1 ? "uses" : "use")} it.";
            Tell(PluginEventKind.Drained, drained.Scope.Manifest, drained.Id.Number, sentence);
            drained.Drain();
            return new PluginOutcome(true, sentence);
        });

    /// <summary>Tells the channels of older generations to change over to the active one, where their kind can.</summary>
    public Task<PluginOutcome> MoveAsync(string id) =>
        InTurnAsync(id, (_, slot) =>
        {
            if (slot.Active is not { } active)
                return new PluginOutcome(false, $"Nothing of \"{id}\" is active, so there is nothing to move to. Activate a version first.");
            if (!slot.CanMove)
                return new PluginOutcome(false, $"A running {slot.Kind.Word()} can't change over: its channels keep what they have until they end. New ones use {active.Id}.");
            var users = slot.AskToMove();
            var sentence = $"{Channels(users)} {(users == 1 ? "was" : "were")} told to change over to {active.Id}.";
            Tell(PluginEventKind.Moved, active.Scope.Manifest, active.Id.Number, sentence);
            return new PluginOutcome(true, sentence);
        });

    /// <summary>Closes what was loaded or drained and isn't used, and waits until that is done.</summary>
    public async Task<PluginOutcome> UnloadAsync(string id)
    {
        var leaksBefore = states.GetValueOrDefault(id)?.Leaks ?? 0;
        var outcome = await InTurnAsync(id, (state, slot) =>
        {
            var (active, draining) = slot.Now;
            if (draining.Sum(generation => generation.Leases) is > 0 and var users)
                return new PluginOutcome(false, $"{Channels(users)} still {(users == 1 ? "uses" : "use")} an older generation of \"{id}\". Move them or wait for their end.");
            if (active is not null && state.Loaded is null)
                return new PluginOutcome(false, $"{active.Id} is active. Drain it first, or activate another version.");
            var loaded = state.Loaded;
            state.Loaded = null;
            loaded?.Drain();
            return new PluginOutcome(true, $"Nothing of \"{id}\" is loaded any more{(active is null ? "" : " but what is active")}.");
        }).ConfigureAwait(false);
        if (!outcome.Done)
            return outcome;
        await WhenClosedAsync().ConfigureAwait(false);
        return states[id].Leaks == leaksBefore ? outcome : outcome with { Sentence = $"{outcome.Sentence} Its code can't be got out of memory, though: see the list of plugins." };
    }

    private async Task<PluginOutcome> InTurnAsync(Func<Task<PluginOutcome>> command, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not on the caller's thread, which may be an actor's: the catalog reads disks.
            return isEnding ? new PluginOutcome(false, "The program ends.") : await Detached.Run(command).ConfigureAwait(false);
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

    private Task<PluginOutcome> InTurnAsync(string id, Func<SlotState, PluginSlot, PluginOutcome> command) =>
        InTurnAsync(
            () => Task.FromResult(
                states.GetValueOrDefault(id) is { } state
                    ? command(state, state.Slot)
                    : new PluginOutcome(false, $"Nothing of \"{id}\" was loaded in this program. See the list of plugins.")),
            CancellationToken.None);

    private static string Channels(int count) => count == 1 ? "1 channel" : $"{count} channels";
}
