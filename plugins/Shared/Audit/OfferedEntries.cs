using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Shared.Audit;

/// <summary>The rule of exactly once, the same for every sink: what is there is skipped, a gap refuses the whole batch, a record is one line.</summary>
internal static class OfferedEntries
{
    /// <summary>Those of the offered records that are new, in order and without a gap; empty when all are there already.</summary>
    /// <param name="offered">As the host offers them.</param>
    /// <param name="next">The first sequence number that isn't there.</param>
    /// <exception cref="InvalidOperationException">Records between are missing.</exception>
    /// <exception cref="ArgumentException">One isn't one line.</exception>
    public static ReadOnlyMemory<AuditEntry> New(ReadOnlyMemory<AuditEntry> offered, long next)
    {
        var entries = offered.Span;
        var first = 0;
        while (first < entries.Length && entries[first].Sequence < next)
            first++;
        for (var i = first; i < entries.Length; i++, next++)
        {
            if (entries[i].Sequence != next)
                throw new InvalidOperationException($"Record {entries[i].Sequence} was offered; record {next} comes next. Records between are missing.");
            if (entries[i].Line.Span.Contains((byte)'\n'))
                throw new ArgumentException($"Record {entries[i].Sequence} isn't one line.");
        }

        return offered[first..];
    }
}
