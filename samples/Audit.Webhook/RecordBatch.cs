using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Audit.Webhook;

/// <summary>The new ones of the records that the host offered, as lines.</summary>
/// <param name="First">Sequence number of the first line.</param>
/// <param name="Count">How many; 0 when the receiver has them all.</param>
/// <param name="Lines">Each ended by a line feed.</param>
internal sealed record RecordBatch(long First, int Count, byte[] Lines)
{
    /// <summary>Leaves out what was taken before.</summary>
    /// <param name="offered">As the host offers them.</param>
    /// <param name="next">The first that wasn't taken.</param>
    /// <exception cref="InvalidOperationException">Records between are missing.</exception>
    /// <exception cref="ArgumentException">One isn't one line.</exception>
    public static RecordBatch Of(ReadOnlySpan<AuditEntry> offered, long next)
    {
        var first = next;
        using var lines = new MemoryStream();
        foreach (var entry in offered)
        {
            if (entry.Sequence < next)
                continue;
            if (entry.Sequence > next)
                throw new InvalidOperationException($"Record {entry.Sequence} was offered; record {next} comes next. Records between are missing.");
            if (entry.Line.Span.Contains((byte)'\n'))
                throw new ArgumentException($"Record {entry.Sequence} isn't one line.");
            lines.Write(entry.Line.Span);
            lines.WriteByte((byte)'\n');
            next++;
        }

        return new RecordBatch(first, (int)(next - first), lines.ToArray());
    }
}
