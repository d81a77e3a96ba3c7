using Orchestrator.Audit.Records;

namespace Orchestrator.Technicians.Composition;

/// <summary>Code and sentence of the instrument's records, for people and scripts.</summary>
internal static class EventLines
{
    /// <summary>What a record says.</summary>
    public static (string Code, string Sentence) Describe(ReadOnlyMemory<byte> line) =>
        RecordReader.Read(line.Span, out var record) == RecordFailure.None
            ? (record!.Body.Event, record.Body.Sentence)
            : ("unknown", "A record that this version can't read: nothing is open from here on.");
}
