using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Runs;

/// <summary>One erasure of texts of a run: who wanted it, who approved it, why, which.</summary>
/// <param name="RequestedBy">Account of the operating system that owns the request.</param>
/// <param name="ApprovedBy">Another one.</param>
/// <param name="Reason">In the first one's words.</param>
/// <param name="Commitments">Whose texts and salts were erased.</param>
public sealed record Erasure(DateTimeOffset Utc, string RequestedBy, string ApprovedBy, string Reason, IReadOnlyList<string> Commitments);

/// <summary>An erasure as it stands in the file.</summary>
/// <param name="What">The erasure.</param>
/// <param name="Sha256">Of its exact line, lower-case hex: the record in a later run's log names it.</param>
public sealed record ErasureEntry(Erasure What, string Sha256);

/// <summary>
/// The erasures of a run: a file <c>erasures.jsonl</c> beside its log, which only grows. The run's key is dead, so each is recorded, by its hash, in the log of
/// the next run on that disk; how many are is in <c>erasures.recorded</c>.
/// </summary>
public static class ErasureLog
{
    private const int LineBytes = 1 << 20;

    /// <summary>Writes down what is going to be erased, then erases it; done again after a crash it changes nothing more.</summary>
    /// <returns>Texts that were erased.</returns>
    /// <exception cref="EvidenceLogException">The run is still being written.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    public static int Erase(LogFolder folder, Erasure erasure, IRandomSource random)
    {
        if (UndeliveredRuns.IsOpen(folder))
            throw new EvidenceLogException(EvidenceLogFailure.Locked, $"The run in {folder.Path} is still going on. Erase when it is over.");
        using (var stream = new FileStream(PathIn(folder), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            stream.Write(Line(erasure));
            stream.Flush(flushToDisk: true);
        }

        return ErasableTexts.Open(folder, random).Erase(erasure.Commitments.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>All that stand there, in order. Lines that aren't whole are left out.</summary>
    public static IReadOnlyList<ErasureEntry> Read(LogFolder folder)
    {
        var found = new List<ErasureEntry>();
        using var stream = LogScan.OpenForReading(PathIn(folder));
        var lines = new LineScanner(stream, LineBytes);
        while (lines.TryNext(out var line))
        {
            if (Parse(line) is { } erasure)
                found.Add(new ErasureEntry(erasure, Convert.ToHexStringLower(SHA256.HashData(line.Span))));
        }

        return found;
    }

    /// <summary>Those that no later run has recorded.</summary>
    public static IReadOnlyList<ErasureEntry> Unrecorded(LogFolder folder) => File.Exists(PathIn(folder)) ? [.. Read(folder).Skip(Recorded(folder))] : [];

    /// <summary>Everything that stands there now is recorded.</summary>
    public static void MarkRecorded(LogFolder folder) =>
        File.WriteAllText(MarkIn(folder), Read(folder).Count.ToString(CultureInfo.InvariantCulture));

    private static int Recorded(LogFolder folder) =>
        File.Exists(MarkIn(folder)) && int.TryParse(File.ReadAllText(MarkIn(folder)), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string PathIn(LogFolder folder) => Path.Combine(folder.Path, "erasures.jsonl");

    private static string MarkIn(LogFolder folder) => Path.Combine(folder.Path, "erasures.recorded");

    private static byte[] Line(Erasure erasure)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("utc", erasure.Utc.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("requestedBy", erasure.RequestedBy);
            json.WriteString("approvedBy", erasure.ApprovedBy);
            json.WriteString("reason", erasure.Reason);
            json.WriteStartArray("commitments");
            foreach (var commitment in erasure.Commitments)
                json.WriteStringValue(commitment);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static Erasure? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, RecordJson.ReaderOptions);
            var root = json.RootElement;
            return new Erasure(
                DateTimeOffset.Parse(Text(root, "utc"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Text(root, "requestedBy"), Text(root, "approvedBy"), Text(root, "reason"),
                [.. root.GetProperty("commitments").EnumerateArray().Select(c => c.GetString() ?? "")]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";
}
