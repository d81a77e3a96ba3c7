using System.Collections.Immutable;

namespace Orchestrator.Testbed.Instrument.Deck;

/// <summary>Everything on the deck. Not thread-safe: the instrument's lock guards it; <see cref="Labware"/> hands out immutable states.</summary>
public sealed class InstrumentDeck
{
    private readonly Dictionary<string, Labware> _labware;

    internal InstrumentDeck(ImmutableArray<Carrier> carriers, IEnumerable<Labware> labware)
    {
        Carriers = carriers;
        _labware = labware.ToDictionary(one => one.Label, StringComparer.Ordinal);
    }

    /// <summary>From left to right.</summary>
    public ImmutableArray<Carrier> Carriers { get; }

    /// <summary>The labware of that label now; null when there is none.</summary>
    public Labware? Find(string label) => _labware.GetValueOrDefault(label);

    internal ImmutableDictionary<string, Labware> Snapshot() => _labware.ToImmutableDictionary();

    internal void Set(string label, int position, Well well) => _labware[label] = _labware[label].With(position, well);

    internal void Replace(Labware labware) => _labware[labware.Label] = labware;

    /// <summary>Pours liquid in; what doesn't fit is lost, and the return value says how much that is.</summary>
    internal decimal Pour(string label, int position, Liquid liquid, decimal volume)
    {
        var labware = _labware[label];
        var before = labware[position];
        var fits = Math.Min(volume, Math.Max(0, labware.Type.Capacity - before.Volume));
        Set(label, position, new Well(before.Volume + fits, Liquid.Mix(before.Liquid, before.Volume, liquid, fits)));
        return volume - fits;
    }
}
