using System.Security.Cryptography;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Diff;

/// <summary>One event of the instrument's story, from its own log or from the claims that the broker stored.</summary>
/// <param name="Sequence">Its number in the instrument's log.</param>
/// <param name="LineSha256">SHA-256 of its exact bytes, lower-case hex: other bytes at the same number are a fork.</param>
/// <param name="Code">Event code.</param>
/// <param name="Happened">The event; null for the log's own records, Unknown for what isn't known here.</param>
public sealed record StoryEvent(long Sequence, string LineSha256, string Code, SessionEvent? Happened)
{
    /// <summary>From a line of the instrument's log. Erased texts don't matter to a comparison.</summary>
    public static RecordFailure TryRead(ReadOnlySpan<byte> line, out StoryEvent? story)
    {
        story = null;
        var failure = RecordReader.Read(line, out var record);
        if (failure != RecordFailure.None)
            return failure;
        failure = SessionEventCodec.Read(record!, NoTexts.Instance, out var happened);
        if (failure == RecordFailure.None)
            story = new StoryEvent(record!.Sequence, Convert.ToHexStringLower(SHA256.HashData(line)), record.Body.Event, happened);
        return failure;
    }
}

/// <summary>What the broker itself saw of one channel of a session.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="RecordsToInstrument">Records that it forwarded to the instrument.</param>
/// <param name="BytesToInstrument">Their bytes with headers.</param>
/// <param name="RecordsFromInstrument">Records that it forwarded from the instrument.</param>
/// <param name="BytesFromInstrument">Their bytes with headers.</param>
public sealed record ChannelMeter(ChannelId Channel, long RecordsToInstrument, long BytesToInstrument, long RecordsFromInstrument, long BytesFromInstrument);

/// <summary>What the broker itself saw of a session.</summary>
/// <param name="Meters">One for each channel over which it forwarded anything, control channel left out.</param>
/// <param name="SawEnd">It saw the session end in order.</param>
/// <param name="RecordedMissingEnd">Its watchdog recorded MISSING END.</param>
public sealed record ObservedSession(IReadOnlyList<ChannelMeter> Meters, bool SawEnd, bool RecordedMissingEnd);
