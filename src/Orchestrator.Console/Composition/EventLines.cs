using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Technicians.Composition;

/// <summary>Reads the instrument's records. What can't be read is an unknown event: the session state shows nothing as open from there on.</summary>
internal static class EventLines
{
    /// <summary>The event; null for a record of the log itself.</summary>
    public static SessionEvent? Read(ReadOnlyMemory<byte> line)
    {
        if (RecordReader.Read(line.Span, out var record) is not RecordFailure.None and var unread)
        {
            return new SessionEvents.Unknown(unread.ToString());
        }

        var failure = SessionEventCodec.Read(record!, NoTexts.Instance, out var happened);
        return failure == RecordFailure.None ? happened : new SessionEvents.Unknown(record!.Body.Event);
    }

    /// <summary>Code and sentence of a record, for people and scripts.</summary>
    public static (string Code, string Sentence) Describe(ReadOnlyMemory<byte> line) =>
        RecordReader.Read(line.Span, out var record) == RecordFailure.None ? (record!.Body.Event, record.Body.Sentence) : ("unknown", "A record that this version can't read.");

    /// <summary>Texts stay at the instrument; records bring commitments to them.</summary>
    private sealed class NoTexts : ITextVault
    {
        public static readonly NoTexts Instance = new();

        public string Commit(string text) => throw new NotSupportedException("The console writes no records.");

        public string? Find(string commitment) => null;
    }
}
