using Orchestrator.Domain;

namespace Orchestrator.Audit.Records;

/// <summary>The event in a record's exact bytes, as followers need it: whatever can't be read is unknown, and unknown means closed.</summary>
public static class SessionEventReader
{
    /// <summary>The event; null for a record of the log itself; <see cref="SessionEvents.Unknown"/> for everything that this version can't read.</summary>
    public static SessionEvent? Read(ReadOnlyMemory<byte> line, ITextVault texts)
    {
        if (RecordReader.Read(line.Span, out var record) != RecordFailure.None || record is null)
        {
            return new SessionEvents.Unknown("unreadable");
        }

        return SessionEventCodec.Read(record, texts, out var happened) == RecordFailure.None
            ? happened
            : new SessionEvents.Unknown(record.Body.Event);
    }

    /// <summary>The same without the people's own words.</summary>
    public static SessionEvent? Read(ReadOnlyMemory<byte> line) => Read(line, NoTexts.Instance);
}
