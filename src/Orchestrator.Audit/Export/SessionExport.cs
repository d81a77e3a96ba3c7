using System.Collections.Immutable;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Export;

/// <summary>What is put on paper: the records of one session, or of one log, and how far they are proven.</summary>
public sealed record SessionExport
{
    /// <summary>What it is about, for example <c>Session 123 456 789</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Beginning of the files' names: letters, digits and hyphens.</summary>
    public required string FileName { get; init; }

    /// <summary>Program and version that made it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The logs, in the order in which they are shown.</summary>
    public required ImmutableArray<ExportedLog> Logs { get; init; }

    /// <summary>An export of one session.</summary>
    /// <param name="digits">Its number: nine digits.</param>
    /// <param name="madeBy">Program and version.</param>
    /// <param name="now">When.</param>
    /// <param name="logs">What there is of it.</param>
    public static SessionExport Of(string digits, string madeBy, DateTimeOffset now, ImmutableArray<ExportedLog> logs) => new()
    {
        Title = $"Session {digits[..3]} {digits[3..6]} {digits[6..]}",
        FileName = $"session-{digits}",
        MadeBy = madeBy,
        MadeAt = now,
        Logs = logs,
    };
}

/// <summary>One log of an export.</summary>
public sealed record ExportedLog
{
    /// <summary>Short name: letters and hyphens. Names the file of its lines and begins the anchors on the page.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, for a reader.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the log.</summary>
    public required string Origin { get; init; }

    /// <summary>How far it is proven.</summary>
    public required ExportedProof Proof { get; init; }

    /// <summary>The exact lines, in order.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Lines { get; init; }

    /// <summary>How many records the log itself has, of this session where it has others too.</summary>
    public required long RecordsInLog { get; init; }

    /// <summary>The texts behind commitments; null where this copy never had them.</summary>
    public ITextVault? Texts { get; init; }
}

/// <summary>The outcome of the check that was made for an export.</summary>
/// <param name="IsProven">True when every record here is as it was signed.</param>
/// <param name="Key">The key by which it was checked, as text; empty when there was none.</param>
/// <param name="Sentence">What was checked, and what came of it.</param>
/// <param name="Findings">What is worth saying.</param>
public sealed record ExportedProof(bool IsProven, string Key, string Sentence, ImmutableArray<Finding> Findings);
