namespace Orchestrator.Testbed.Instrument.Deck;

/// <summary>What kind of thing stands on the deck; decides how it is drawn.</summary>
public enum LabwareShape
{
    /// <summary>Wells in a grid.</summary>
    Plate,

    /// <summary>Round tubes in a rack.</summary>
    TubeRack,

    /// <summary>One large vessel that all tips reach into.</summary>
    Trough,

    /// <summary>Disposable tips.</summary>
    TipRack,

    /// <summary>Where tips and liquid go.</summary>
    Waste,
}

/// <summary>A type of labware.</summary>
/// <param name="Name">As worklists write it.</param>
/// <param name="Shape">How it looks.</param>
/// <param name="Rows">Positions of one column.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Capacity">µl of one position.</param>
/// <param name="DeadVolume">µl that the tips can't reach.</param>
public sealed record LabwareType(string Name, LabwareShape Shape, int Rows, int Columns, decimal Capacity, decimal DeadVolume)
{
    internal static readonly LabwareType Plate96 = new("96 Well Microplate", LabwareShape.Plate, 8, 12, 350, 5);
    internal static readonly LabwareType Tubes32 = new("Tube Rack 32", LabwareShape.TubeRack, 8, 4, 1500, 20);
    internal static readonly LabwareType Tubes24 = new("Tube Rack 24", LabwareShape.TubeRack, 6, 4, 1500, 20);
    internal static readonly LabwareType Trough100 = new("Trough 100ml", LabwareShape.Trough, 8, 1, 100_000, 2_000);
    internal static readonly LabwareType Tips96 = new("DiTi 200ul Rack", LabwareShape.TipRack, 8, 12, 1, 0);
    internal static readonly LabwareType WasteChute = new("Waste Station", LabwareShape.Waste, 1, 1, 0, 0);

    /// <summary>Number of positions.</summary>
    public int Positions => Rows * Columns;

    /// <summary>A position's name as printed on the labware: 1 is A1, 2 is B1.</summary>
    public string WellName(int position) => $"{(char)('A' + ((position - 1) % Rows))}{((position - 1) / Rows) + 1}";
}
