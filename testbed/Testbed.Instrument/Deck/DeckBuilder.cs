using System.Collections.Immutable;
using Orchestrator.Testbed.Instrument.Runs;

namespace Orchestrator.Testbed.Instrument.Deck;

/// <summary>
/// Sets up the deck of the sample preparation: tips, sample tubes, reagents and plates. The seed decides how full everything is.
/// The last eight sample tubes are spare ones of a pooled control, well filled, so that a corrected worklist has something to take instead.
/// </summary>
internal static class DeckBuilder
{
    internal const string Samples = "Samples";
    internal const string Controls = "Controls";
    internal const string Diluent = "Diluent";
    internal const string Conjugate = "Conjugate";
    internal const string StopSolution = "Stop";
    internal const string Dilution = "Dilution";
    internal const string Assay1 = "Assay 1";
    internal const string Assay2 = "Assay 2";
    internal const string Waste = "Waste";
    internal const int SampleTubes = 24;

    internal static readonly ImmutableArray<string> TipRacks = ["DiTi 1", "DiTi 2", "DiTi 3"];

    private static readonly Liquid[] Sera = [new("Serum", 0xE7B24A), new("Serum", 0xDE9A3C), new("Plasma", 0xD98A54), new("Serum", 0xEBC46A)];

    internal static InstrumentDeck Build(SplitMix64 levels)
    {
        ImmutableArray<Carrier> carriers =
        [
            new("Waste", 1, 9, [Waste]),
            new("DiTi carrier", 4, 22, TipRacks),
            new("Tube carrier", 12, 14, [Samples, Controls]),
            new("Reagents", 18, 9, [Diluent, Conjugate, StopSolution]),
            new("MTP carrier 1", 22, 22, [Dilution, Assay1, Assay2]),
            new("MTP carrier 2", 30, 22, ["Reader", "", "Archive"]),
        ];
        return new InstrumentDeck(carriers,
        [
            Labware.Empty(Waste, LabwareType.WasteChute),
            .. TipRacks.Select(label => Filled(label, LabwareType.Tips96, _ => new Well(1, Liquid.None))),
            Filled(Samples, LabwareType.Tubes32, position => position <= SampleTubes
                ? new Well(levels.Between(450, 1200), Sera[levels.Below(Sera.Length)])
                : new Well(levels.Between(1100, 1400), new Liquid("Pooled control", 0xB98BD0))),
            Filled(Controls, LabwareType.Tubes24, position => position <= 8
                ? new Well(levels.Between(600, 1100), new Liquid($"Standard {position}", 0xF2C4C4 - ((uint)position * 0x001414)))
                : new Well(0, Liquid.None)),
            Filled(Diluent, LabwareType.Trough100, _ => new Well(levels.Between(55_000, 92_000), new Liquid("Diluent", 0x7FB8E6))),
            Filled(Conjugate, LabwareType.Trough100, _ => new Well(levels.Between(35_000, 70_000), new Liquid("Conjugate", 0x6FC28F))),
            Filled(StopSolution, LabwareType.Trough100, _ => new Well(levels.Between(40_000, 80_000), new Liquid("Stop solution", 0xE98A8A))),
            Labware.Empty(Dilution, LabwareType.Plate96),
            Labware.Empty(Assay1, LabwareType.Plate96),
            Labware.Empty(Assay2, LabwareType.Plate96),
            Labware.Empty("Reader", LabwareType.Plate96),
            Filled("Archive", LabwareType.Plate96, position => position <= 40
                ? new Well(levels.Between(80, 200), Sera[levels.Below(Sera.Length)])
                : new Well(0, Liquid.None)),
        ]);
    }

    private static Labware Filled(string label, LabwareType type, Func<int, Well> fill)
    {
        var empty = Labware.Empty(label, type);
        return empty with { Wells = [.. Enumerable.Range(1, empty.Wells.Length).Select(fill)] };
    }
}
