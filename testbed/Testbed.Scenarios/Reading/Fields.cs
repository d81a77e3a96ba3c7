using System.Collections.Immutable;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>The entries of one mapping, asked for by name; what is missing takes its default.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, YamlPlace> _entries;

    private Fields(YamlPlace place, Dictionary<string, YamlPlace> entries) => (Place, _entries) = (place, entries);

    /// <summary>The mapping itself.</summary>
    public YamlPlace Place { get; }

    public static Fields Of(YamlPlace place, params string[] known) => new(place, place.Entries(known).ToDictionary(entry => entry.Key, entry => entry.Value));

    /// <summary>The place of an entry; null when it isn't there.</summary>
    public YamlPlace? this[string key] => _entries.GetValueOrDefault(key);

    public YamlPlace Required(string key) => this[key] ?? throw Place.Wrong($"needs “{key}”");

    public T Word<T>(string key, T otherwise)
        where T : struct, Enum => this[key] is { } place ? Words.Read<T>(place) : otherwise;

    public T? Word<T>(string key)
        where T : struct, Enum => this[key] is { } place ? Words.Read<T>(place) : null;

    public ImmutableArray<T> List<T>(string key)
        where T : struct, Enum
    {
        if (this[key] is not { } place)
            return [];
        var list = place.Items().Select(item => (Item: item, Value: Words.Read<T>(item))).ToList();
        foreach (var (item, value) in list.Where((one, i) => list.Take(i).Any(before => before.Value.Equals(one.Value))))
            throw item.Wrong($"names {Words.Of(value)} twice");
        return [.. list.Select(one => one.Value)];
    }

    public bool YesOrNo(string key) => this[key] is { } place && place.YesOrNo();

    public int Number(string key, int otherwise, int least, int most) => this[key]?.Number(least, most) ?? otherwise;

    public int? Number(string key, int least, int most) => this[key]?.Number(least, most);

    /// <summary>An entry that only makes sense with something else.</summary>
    public void Needs(string key, bool holds, string what)
    {
        if (this[key] is { } place && !holds)
            throw place.Wrong(what);
    }
}
