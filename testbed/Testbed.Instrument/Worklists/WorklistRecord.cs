using System.Collections.Immutable;

namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>One line of a worklist. The line's number is its place in <see cref="Worklist.Records"/> plus one.</summary>
public abstract record WorklistRecord;

/// <summary><c>A</c>: take liquid from one position.</summary>
public sealed record AspirateRecord(PipettingFields Fields) : WorklistRecord;

/// <summary><c>D</c>: give liquid to one position.</summary>
public sealed record DispenseRecord(PipettingFields Fields) : WorklistRecord;

/// <summary><c>R</c>: distribute a reagent over many wells.</summary>
/// <param name="Source">Where the reagent stands.</param>
/// <param name="Destination">The wells that get it.</param>
/// <param name="Volume">µl for each well.</param>
/// <param name="LiquidClass">Empty: the instrument's default.</param>
/// <param name="DiTiReuses">How often one tip is used; null: field empty, meaning 1.</param>
/// <param name="MultiDispenses">Wells for each filling of the tip; null: field empty, meaning 1.</param>
/// <param name="Direction">0 left to right, 1 right to left; null: field empty, meaning 0.</param>
/// <param name="ExcludedWells">Wells of the destination that get nothing, in the file's order.</param>
public sealed record ReagentDistributionRecord(
    RackRange Source,
    RackRange Destination,
    decimal Volume,
    string LiquidClass,
    int? DiTiReuses,
    int? MultiDispenses,
    int? Direction,
    ImmutableArray<int> ExcludedWells) : WorklistRecord
{
    /// <summary>The wells that get liquid, in rising order.</summary>
    public IEnumerable<int> TargetWells() =>
        Enumerable.Range(Destination.Start, Destination.End - Destination.Start + 1).Where(well => !ExcludedWells.Contains(well));

    /// <inheritdoc/>
    public bool Equals(ReagentDistributionRecord? other) =>
        other is not null && Source == other.Source && Destination == other.Destination && Volume == other.Volume && LiquidClass == other.LiquidClass
        && DiTiReuses == other.DiTiReuses && MultiDispenses == other.MultiDispenses && Direction == other.Direction && ExcludedWells.SequenceEqual(other.ExcludedWells);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, Destination, Volume, LiquidClass, ExcludedWells.Length);
}

/// <summary><c>W</c>, <c>W1</c>–<c>W4</c>: wash the tips, or drop them when they are disposable.</summary>
/// <param name="Scheme">0 for <c>W</c>, else 1–4.</param>
/// <param name="Terminated">Whether the line ends with a semicolon; both forms are in use.</param>
public sealed record WashRecord(int Scheme, bool Terminated = true) : WorklistRecord;

/// <summary><c>F</c>: empty the tips into the waste without washing.</summary>
public sealed record FlushRecord(bool Terminated = true) : WorklistRecord;

/// <summary><c>B</c>: finish everything before, then go on.</summary>
public sealed record BreakRecord(bool Terminated = true) : WorklistRecord;

/// <summary><c>S</c>: the type of disposable tip used from here on.</summary>
public sealed record SetDiTiTypeRecord(int Index) : WorklistRecord;

/// <summary><c>C</c>: a comment; may hold semicolons.</summary>
public sealed record CommentRecord(string Text) : WorklistRecord;
