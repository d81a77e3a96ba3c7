namespace Orchestrator.PluginHosting;

/// <content>What becomes of generations that fail while they serve.</content>
public sealed partial class PluginSlots
{
    /// <summary>
    /// Closes a generation that keeps more memory than its manifest says; at most one in each call, the one that allocated most, for after that the others
    /// may be innocent. Collects garbage when there is something to suspect. At most one call at a time.
    /// </summary>
    public async Task CheckMemoryAsync()
    {
        var watched = Slots.SelectMany(slot => slot.Draining.Append(slot.Active).OfType<PluginGeneration>().Where(one => !one.Scope.IsCut).Select(one => (Slot: slot, Generation: one)));
        foreach (var (slot, generation) in watched.OrderByDescending(one => one.Generation.Memory.Allocated))
        {
            if (isEnding || generation.Memory.Excess() is not { } growth)
                continue;
            var mebibytes = growth / (1024 * 1024);
            slot.TakeOut(generation, "it kept too much memory");
            await generation.Scope.CutAsync().ConfigureAwait(false);
            Malfunction(generation, $"{generation.Id} is closed: since it began, the program's memory has grown by {mebibytes} MiB, and it may keep {generation.Scope.Manifest.MemoryMiB} MiB.");
            return;
        }
    }

    private void Failed(GenerationId id, PluginFault fault)
    {
        if (Serving(id) is { } generation)
            Malfunction(generation, fault.Sentence);
    }

    private void Recovered(GenerationId id)
    {
        if (Serving(id) is not { } generation)
            return;
        generation.Trouble = null;
        Tell(PluginEventKind.Restored, generation.Scope.Manifest, id.Number, $"{id} works again.");
    }

    private void Malfunction(PluginGeneration generation, string sentence)
    {
        generation.Trouble = sentence;
        Tell(PluginEventKind.Malfunctioning, generation.Scope.Manifest, generation.Id.Number, sentence);
    }

    private PluginGeneration? Serving(GenerationId id) =>
        states.GetValueOrDefault(id.Plugin)?.Slot.Now is var (active, draining) ? draining.Append(active).FirstOrDefault(one => one?.Id == id) : null;
}
