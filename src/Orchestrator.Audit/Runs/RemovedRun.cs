using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Files;

namespace Orchestrator.Audit.Runs;

/// <summary>
/// What stays of a run that was removed because it was old: a file <c>removed.json</c> in its folder, with its last signed checkpoint and its first record,
/// proven to stand in it. So the chain of runs still holds, and a folder that somebody emptied by hand still shows.
/// </summary>
/// <param name="Key">The log's verifier key.</param>
/// <param name="Last">Its last checkpoint.</param>
/// <param name="First">Exact bytes of its first record.</param>
/// <param name="Proof">Inclusion proof of that record in the checkpoint.</param>
/// <param name="Utc">When it was removed, by the clock of the computer.</param>
/// <param name="By">Account of the operating system.</param>
/// <param name="Reason">Why, in that person's words.</param>
public sealed record RemovedRun(NoteKey Key, SignedCheckpoint Last, ReadOnlyMemory<byte> First, IReadOnlyList<MerkleHash> Proof, DateTimeOffset Utc, string By, string Reason)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "removed.json";

    private const int MaxBytes = 128 << 10;

    /// <summary>True when a run's folder says that it was removed.</summary>
    public static bool IsIn(LogFolder folder) => File.Exists(PathIn(folder));

    /// <summary>Reads and proves it; null when it isn't there, or its parts don't fit each other.</summary>
    public static RemovedRun? Read(LogFolder folder)
    {
        try
        {
            var file = new FileInfo(PathIn(folder));
            if (!file.Exists || file.Length > MaxBytes)
                return null;
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName), RecordJson.ReaderOptions);
            return Parse(json.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    internal static string PathIn(LogFolder folder) => Path.Combine(folder.Path, FileName);

    internal void Write(LogFolder folder)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("key", Key.ToString());
            json.WriteString("size", Last.Checkpoint.Size.ToString(CultureInfo.InvariantCulture));
            json.WriteBase64String("note", Last.Note.Span);
            json.WriteBase64String("first", First.Span);
            json.WriteStartArray("proof");
            foreach (var hash in Proof)
                json.WriteStringValue(hash.ToBase64());
            json.WriteEndArray();
            json.WriteString("utc", Utc.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("by", By);
            json.WriteString("reason", Reason);
            json.WriteEndObject();
        }

        var aside = PathIn(folder) + ".new";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(buffer.WrittenSpan);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, PathIn(folder), overwrite: true);
        DurableFolder.Flush(folder.Path);
    }

    private static RemovedRun? Parse(JsonElement json)
    {
        if (json.GetProperty("v").GetInt32() != 1 || !NoteKey.TryParse(json.GetProperty("key").GetString(), out var key))
            return null;
        if (SignedCheckpoint.Verify(json.GetProperty("note").GetBytesFromBase64(), key, out var last) != NoteFailure.None)
            return null;
        var first = json.GetProperty("first").GetBytesFromBase64();
        var proof = json.GetProperty("proof").EnumerateArray().Select(h => MerkleHash.TryParseBase64(h.GetString() ?? "", out var hash) ? hash : throw new FormatException("no hash")).ToList();
        var utc = DateTimeOffset.Parse(json.GetProperty("utc").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return MerkleProofs.VerifyInclusion(MerkleHasher.Leaf(first), 0, last!.Checkpoint.Size, proof, last.Checkpoint.Root)
            ? new RemovedRun(key, last, first, proof, utc, json.GetProperty("by").GetString() ?? "", json.GetProperty("reason").GetString() ?? "")
            : null;
    }
}
