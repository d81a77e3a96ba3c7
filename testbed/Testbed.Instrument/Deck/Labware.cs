using System.Collections.Immutable;

namespace Orchestrator.Testbed.Instrument.Deck;

/// <summary>What one position holds.</summary>
/// <param name="Volume">µl; of a tip rack: 1 for a tip, 0 for none.</param>
/// <param name="Liquid">Meaningless when the volume is 0.</param>
public readonly record struct Well(decimal Volume, Liquid Liquid);

/// <summary>One piece of labware with its contents at one moment; immutable, so that a picture can be drawn from it while the run goes on.</summary>
/// <param name="Label">Unique on the deck; worklists name it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Wells">One for each position. A trough has one vessel under all its positions: index 0.</param>
public sealed record Labware(string Label, LabwareType Type, ImmutableArray<Well> Wells)
{
    /// <summary>Contents of a position.</summary>
    /// <param name="position">From 1 to <see cref="LabwareType.Positions"/>.</param>
    public Well this[int position] => Wells[Index(position)];

    internal static Labware Empty(string label, LabwareType type) =>
        new(label, type, [.. Enumerable.Repeat(new Well(0, Liquid.None), type.Shape == LabwareShape.Trough ? 1 : type.Positions)]);

    internal Labware With(int position, Well well) => this with { Wells = Wells.SetItem(Index(position), well) };

    private int Index(int position) => Type.Shape == LabwareShape.Trough ? 0 : position - 1;
}

/// <summary>A strip of the deck that holds labware one behind the other.</summary>
/// <param name="Name">Printed at its front.</param>
/// <param name="Grid">Its place on the deck's grid.</param>
/// <param name="Share">Its width as a share of all carriers' widths.</param>
/// <param name="Labels">Labels of the labware from back to front; an empty label is a free site.</param>
public sealed record Carrier(string Name, int Grid, int Share, ImmutableArray<string> Labels);
