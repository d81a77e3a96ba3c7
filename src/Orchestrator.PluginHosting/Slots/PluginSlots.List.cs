using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <content>What there is.</content>
public sealed partial class PluginSlots
{
    /// <summary>Everything that is installed, loaded, refused, or was there a while ago; by id, then version, then generation.</summary>
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

    private static IEnumerable<PluginRow> Rows(SlotState state)
    {
        foreach (var past in state.Past)
            yield return past;
        foreach (var generation in state.Slot.Draining)
            yield return Row(generation, PluginStatus.Draining, generation.Trouble ?? "");
        if (state.Loaded is { } loaded)
            yield return Row(loaded, PluginStatus.Loaded, "");
        if (state.Slot.Active is { } active)
        {
            yield return active.Scope.Containment.Circuit.Cause is { } cause
                ? Row(active, PluginStatus.Malfunctioning, cause.Sentence)
                : Row(active, PluginStatus.Active, "");
        }
    }

    private static PluginRow Row(PluginGeneration generation, PluginStatus status, string sentence) =>
        new(generation.Id.Plugin, generation.Scope.Manifest.Kind, generation.Id.Version, generation.Id.Number, status, generation.Leases, sentence);
}
