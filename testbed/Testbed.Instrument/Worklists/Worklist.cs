using System.Collections.Immutable;

namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>A whole worklist file. What <see cref="WorklistReader"/> reads, <see cref="WorklistWriter"/> writes back byte for byte.</summary>
/// <param name="Records">One for each line.</param>
/// <param name="CrLf">Lines end with CR LF, as the instrument's own software writes them; false: LF.</param>
/// <param name="EndsWithLineEnd">Whether the last line has its line end.</param>
public sealed record Worklist(ImmutableArray<WorklistRecord> Records, bool CrLf = true, bool EndsWithLineEnd = true)
{
    /// <inheritdoc/>
    public bool Equals(Worklist? other) =>
        other is not null && CrLf == other.CrLf && EndsWithLineEnd == other.EndsWithLineEnd && Records.SequenceEqual(other.Records);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Records.Length, CrLf, EndsWithLineEnd);
}

/// <summary>What is wrong with one line.</summary>
/// <param name="Line">Counted from 1; 0 when it concerns the whole file.</param>
/// <param name="Message">What was found and what is expected, for people.</param>
public readonly record struct WorklistProblem(int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Message : $"Line {Line}: {Message}";
}

/// <summary>Either a worklist or the reasons why there is none.</summary>
public sealed record WorklistReading(Worklist? Worklist, ImmutableArray<WorklistProblem> Problems);
