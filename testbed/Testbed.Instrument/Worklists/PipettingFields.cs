namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>The fields that A and D share. Of the last four, null means that the line ended before them and "" that the field was there but empty.</summary>
/// <param name="RackLabel">Name of the labware on the deck; may be empty when the id is given.</param>
/// <param name="RackId">Barcode of the labware.</param>
/// <param name="RackType">Type of the labware.</param>
/// <param name="Position">Well, counted down the columns from 1.</param>
/// <param name="TubeId">Barcode of the tube.</param>
/// <param name="Volume">µl.</param>
/// <param name="LiquidClass">How the liquid is handled.</param>
/// <param name="TipType">Only for systems with several tip types.</param>
/// <param name="TipMask">Tips that may be used: a sum of 1, 2, 4 … 128.</param>
/// <param name="ForcedRackType">Replaces the rack type that the deck has configured.</param>
public sealed record PipettingFields(
    string RackLabel,
    string RackId,
    string RackType,
    int Position,
    string TubeId,
    decimal Volume,
    string? LiquidClass = null,
    string? TipType = null,
    string? TipMask = null,
    string? ForcedRackType = null);

/// <summary>A stretch of positions on one piece of labware.</summary>
/// <param name="RackLabel">Name of the labware on the deck; may be empty when the id is given.</param>
/// <param name="RackId">Barcode of the labware.</param>
/// <param name="RackType">Type of the labware.</param>
/// <param name="Start">First position, from 1.</param>
/// <param name="End">Last position, at or after the first.</param>
public sealed record RackRange(string RackLabel, string RackId, string RackType, int Start, int End);
