namespace Orchestrator.PluginHosting;

/// <content>How a generation comes to be and comes to serve. In the turn of a command.</content>
public sealed partial class PluginSlots
{
    private async Task<PluginOutcome> ActivateAsync(PluginEntry entry, ReadOnlyMemory<byte>? settings, PluginEventKind kind, CancellationToken cancellationToken)
    {
        var state = StateOf(entry.Manifest);
        var ready = state.Loaded is { } loaded && loaded.Id.Version == entry.Manifest.Version && settings is null ? loaded : null;
        var next = ready ?? await MakeAsync(state, entry, settings, cancellationToken).ConfigureAwait(false);
        state.Serves(next);
        var before = state.Slot.Put(next);
        if (ready is not null)
            state.Loaded = null;
        var sentence = before is null ? $"{next.Id} is active." : $"{next.Id} is active. {Keeping(before, state.Slot.CanMove)}";
        Tell(kind, next.Scope.Manifest, next.Id.Number, sentence);
        before?.Drain();
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

            // A copy: they are kept for restarts, and whoever gave them may use his memory again.
            return await factory.MakeAsync(id, entry, settings is { } given ? given.ToArray() : state.Settings, cancellationToken).ConfigureAwait(false);
        }
        catch (PluginRefusedException refused)
        {
            state.Remember(new PluginRow(id.Plugin, state.Slot.Kind, id.Version, id.Number, PluginStatus.Refused, 0, refused.Message));
            var before = state.Slot.Active;
            Tell(before is null ? PluginEventKind.Refused : PluginEventKind.RolledBack, entry.Manifest, id.Number, refused.Message);
            throw before is null
                ? refused
                : new PluginRefusedException(refused.Refusal with { Sentence = $"{refused.Message} {before.Id} goes on." });
        }
    }

    private static string Keeping(PluginGeneration before, bool canMove)
    {
        var users = before.Leases;
        var (verb, end, moved) = users == 1 ? ("keeps", "it ends", "is moved") : ("keep", "they end", "are moved");
        return $"{Channels(users)} {verb} {before.Id} until {end}{(canMove ? $" or {moved}" : "")}.";
    }
}
