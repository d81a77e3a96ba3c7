using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <content>What there is.</content>
public sealed partial class PluginSlots
{
    /// <summary>Everything that is installed, loaded, refused, or was there a while ago; by id, then version, then generation. Each generation once.</summary>
    public ImmutableArray<PluginRow> List()
    {
        var catalog = options.Catalog();
        var rows = states.Values.SelectMany(Rows).ToList();
        var known = rows.Select(row => (row.Plugin, row.Version)).ToHashSet();
        rows.AddRange(catalog.Entries
            .Where(entry => !known.Contains((entry.Manifest.Id, entry.Manifest.Version)))
            .Select(entry => new PluginRow(entry.Manifest.Id, entry.Manifest.Kind, entry.Manifest.Version, 0, PluginStatus.Available, 0)));
        rows.AddRange(catalog.Refusals.Select(refusal => new PluginRow(refusal.Where, null, null, 0, PluginStatus.Refused, 0, refusal.Sentence)));
        return [.. rows.OrderBy(row => row.Plugin, StringComparer.Ordinal).ThenBy(row => row.Version).ThenBy(row => row.Generation)];
    }

    // A generation goes from loaded to active to draining to past, and is in the next place before it leaves the last: looked at in this order, it is seen at least once.
    private static IEnumerable<PluginRow> Rows(SlotState state)
    {
        var rows = new SortedDictionary<int, PluginRow>();
        if (state.Loaded is { } loaded)
            rows[loaded.Id.Number] = Row(loaded, PluginStatus.Loaded);
        var (active, draining) = state.Slot.Now;
        if (active is not null)
            rows[active.Id.Number] = Row(active, PluginStatus.Active);
        foreach (var generation in draining)
            rows[generation.Id.Number] = Row(generation, PluginStatus.Draining);
        foreach (var past in state.Past)
            rows[past.Generation] = past;
        return rows.Values;
    }

    // Whatever place it has: that it failed is what counts.
    private static PluginRow Row(PluginGeneration generation, PluginStatus place) =>
        generation.Trouble is { } trouble ? Row(generation, PluginStatus.Malfunctioning, trouble) : Row(generation, place, "");

    private static PluginRow Row(PluginGeneration generation, PluginStatus status, string sentence) =>
        new(generation.Id.Plugin, generation.Scope.Manifest.Kind, generation.Id.Version, generation.Id.Number, status, generation.Leases, sentence);
}
