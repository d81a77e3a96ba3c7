using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>A plugin that may be opened.</summary>
/// <param name="Manifest">What it says of itself.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record PluginEntry(PluginManifest Manifest, IPluginSource Source);

/// <summary>
/// All plugins that one program may use, from all its sources, at one moment. Of several versions of an id the highest counts;
/// what can't be used is a refusal with its sentence and stops nothing else.
/// </summary>
public sealed class PluginCatalog
{
    private PluginCatalog(ImmutableArray<PluginEntry> entries, ImmutableArray<PluginRefusal> refusals)
    {
        Entries = entries;
        Refusals = refusals;
    }

    /// <summary>One entry for each id and version, by kind, then id, then version, highest first.</summary>
    public ImmutableArray<PluginEntry> Entries { get; }

    /// <summary>What lies there and isn't used.</summary>
    public ImmutableArray<PluginRefusal> Refusals { get; }

    /// <summary>Lists all sources; the first wins where two have the same id and version.</summary>
    public static PluginCatalog Read(PluginHostKind host, params IEnumerable<IPluginSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var entries = new List<PluginEntry>();
        var refusals = ImmutableArray.CreateBuilder<PluginRefusal>();
        foreach (var source in sources)
        {
            var listing = source.List();
            refusals.AddRange(listing.Refusals);
            foreach (var manifest in listing.Plugins)
            {
                if (Objection(manifest, host, entries, source) is { } refusal)
                    refusals.Add(refusal);
                else
                    entries.Add(new PluginEntry(manifest, source));
            }
        }

        return new PluginCatalog(
            [.. entries.OrderBy(entry => entry.Manifest.Kind).ThenBy(entry => entry.Manifest.Id, StringComparer.Ordinal).ThenByDescending(entry => entry.Manifest.Version)],
            refusals.ToImmutable());
    }

    /// <summary>The highest version of each id of one kind.</summary>
    public ImmutableArray<PluginEntry> All(PluginKind kind) =>
        [.. Entries.Where(entry => entry.Manifest.Kind == kind).DistinctBy(entry => entry.Manifest.Id)];

    /// <summary>The highest version of one plugin.</summary>
    /// <exception cref="PluginRefusedException">There is none; the sentence says why where a refusal is known.</exception>
    public PluginEntry Find(PluginKind kind, string id) =>
        Entries.FirstOrDefault(entry => entry.Manifest.Kind == kind && entry.Manifest.Id == id)
        ?? throw new PluginRefusedException(
            PluginRefusalReason.NotFound,
            id,
            $"There is no {kind.Word()} plugin \"{id}\" here. Known are: {Known(kind)}. Install it, or name another one in the settings.");

    /// <summary>One version of one plugin of any kind.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">Null: the highest.</param>
    /// <exception cref="PluginRefusedException">There is none; a refusal that is known of it is passed on.</exception>
    public PluginEntry Find(string id, Version? version)
    {
        var found = Entries.Where(entry => entry.Manifest.Id == id && (version is null || entry.Manifest.Version == version)).MaxBy(entry => entry.Manifest.Version);
        if (found is not null)
            return found;
        var refusal = Refusals.FirstOrDefault(one => one.Plugin == id && (version is null || one.Version == version));
        throw refusal is not null
            ? new PluginRefusedException(refusal)
            : new PluginRefusedException(
                PluginRefusalReason.NotFound,
                id,
                $"There is no plugin \"{id}\"{(version is null ? "" : $" {version}")} here. Known are: {Known()}. Install it first.");
    }

    private string Known() =>
        Entries is { IsEmpty: false } entries ? string.Join(", ", entries.Select(entry => entry.Manifest)) : "none";

    private string Known(PluginKind kind) =>
        All(kind) is { IsEmpty: false } entries ? string.Join(", ", entries.Select(entry => entry.Manifest.Id)) : "none";

    private static PluginRefusal? Objection(PluginManifest manifest, PluginHostKind host, List<PluginEntry> earlier, IPluginSource source)
    {
        if (!manifest.Contract.Contains(ContractRange.Offered))
            return Refused(PluginRefusalReason.ContractOutOfRange, $"The plugin {manifest} is refused: it was made for the plugin contract {manifest.Contract}, and this program offers {ContractRange.Offered}. Install a version of the plugin that fits this program.");
        if (!manifest.Hosts.Contains(host))
            return Refused(PluginRefusalReason.NotForThisHost, $"The plugin {manifest} is refused: its manifest doesn't list this program ({host}). Remove it from this folder, or install one that is made for it.");
        return earlier.Any(entry => entry.Manifest.Id == manifest.Id && entry.Manifest.Version == manifest.Version)
            ? Refused(PluginRefusalReason.Duplicate, $"The plugin {manifest} from \"{source.Name}\" is refused: an earlier source has the same id and version. Remove one of the two.")
            : null;

        PluginRefusal Refused(PluginRefusalReason reason, string sentence) =>
            new(reason, $"{manifest} ({source.Name})", sentence) { Plugin = manifest.Id, Version = manifest.Version };
    }
}
