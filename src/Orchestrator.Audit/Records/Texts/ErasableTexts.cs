using System.Buffers;
using System.Text.Json;
using Orchestrator.Audit.Log;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Records;

/// <summary>
/// The side file of a log (<c>texts.erasable.jsonl</c>): one line {commitment, salt, text} for each text. Lines can be erased
/// without touching the log. Callable from any thread.
/// </summary>
public sealed class ErasableTexts : ITextVault
{
    /// <summary>Characters of one text; longer ones are cut before they are committed to.</summary>
    public const int TextCharacters = 4096;

    /// <summary>Characters of evidence (receipts, signed asks), which is never cut: what is longer is refused.</summary>
    public const int EvidenceCharacters = 32 * 1024;

    // A text escapes to at most six bytes a character; commitment, salt and names need under 256.
    private const int LineBytes = (EvidenceCharacters * 6) + 256;

    private readonly string _path;
    private readonly IRandomSource _random;
    private readonly Lock _gate = new();

    // Null: not held in memory.
    private readonly Dictionary<string, string>? _texts;

    private ErasableTexts(string path, IRandomSource random, Dictionary<string, string>? texts)
    {
        _path = path;
        _random = random;
        _texts = texts;
    }

    /// <summary>Reads what is there. Lines that aren't whole or don't match their commitment are ignored here; the verifier names them.</summary>
    public static ErasableTexts Open(LogFolder folder, IRandomSource random)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Read(folder.Texts).Where(line => line.IsGood))
            texts[line.Commitment] = line.Text;
        return new ErasableTexts(folder.Texts, random, texts);
    }

    /// <summary>
    /// The same for a log that goes on for years: nothing is held in memory, and to find a text is to read the file. A line that a crash cut off belongs to no
    /// record and goes, so that the next text doesn't stand behind it.
    /// </summary>
    public static ErasableTexts OpenLong(LogFolder folder, IRandomSource random)
    {
        CutTornTail(folder.Texts);
        return new ErasableTexts(folder.Texts, random, null);
    }

    /// <inheritdoc />
    public string Commit(string text) => Keep(RecordText.Clip(text, TextCharacters));

    /// <inheritdoc />
    public string CommitWhole(string text)
    {
        if (text.Length > EvidenceCharacters || RecordText.Clip(text, EvidenceCharacters) != text)
            throw new RecordException(RecordFailure.BadSize, $"Evidence of {text.Length} characters isn't kept: it has more than {EvidenceCharacters}, or is no proper text.");
        return Keep(text);
    }

    private string Keep(string kept)
    {
        var salt = new byte[TextCommitment.SaltBytes];
        _random.Fill(salt);
        var commitment = TextCommitment.Compute(salt, kept);
        lock (_gate)
        {
            using var stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            var end = stream.Seek(0, SeekOrigin.End);
            try
            {
                stream.Write(Line(commitment, salt, kept));
                stream.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A full disk takes the beginning of a line: the next text must not stand behind it.
                stream.SetLength(end);
                throw;
            }

            if (_texts is not null)
                _texts[commitment] = kept;
        }

        return commitment;
    }

    /// <inheritdoc />
    public string? Find(string commitment)
    {
        lock (_gate)
            return _texts is not null ? _texts.GetValueOrDefault(commitment) : ReadSalted(_path).GetValueOrDefault(commitment).Text;
    }

    /// <summary>Erases text and salt of these commitments. The records stay, and still verify.</summary>
    /// <returns>How many were erased.</returns>
    public int Erase(IReadOnlySet<string> commitments)
    {
        lock (_gate)
        {
            var aside = _path + ".new";
            var erased = 0;
            using (var input = LogScan.OpenForReading(_path))
            using (var output = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                var lines = new LineScanner(input, LineBytes);
                while (lines.TryNext(out var line))
                {
                    if (TryParse(line, out var commitment, out _, out _) && commitments.Contains(commitment))
                    {
                        erased++;
                        _texts?.Remove(commitment);
                        continue;
                    }

                    output.Write(line.Span);
                    output.WriteByte((byte)'\n');
                }

                output.Flush(flushToDisk: true);
            }

            File.Move(aside, _path, overwrite: true);
            return erased;
        }
    }

    /// <summary>Every line of a side file, in order; one that ends the file without a newline is among them, and isn't whole.</summary>
    internal static IEnumerable<TextLine> Read(string path)
    {
        using var stream = LogScan.OpenForReading(path);
        var lines = new LineScanner(stream, LineBytes);
        var number = 0;
        while (lines.TryNext(out var line))
        {
            number++;
            // Written again it gives the same bytes, so there is one line for one text, and no change of a byte goes unseen.
            var isGood = TryParse(line, out var commitment, out var salt, out var text) && salt.Length == TextCommitment.SaltBytes
                && TextCommitment.Compute(salt, text) == commitment && Line(commitment, salt, text).AsSpan()[..^1].SequenceEqual(line.Span);
            yield return new TextLine(number, commitment, salt, text, isGood, IsWhole: true);
        }

        if (stream.Length > lines.Offset)
            yield return new TextLine(number + 1, "", [], "", IsGood: false, IsWhole: false);
    }

    /// <summary>Every good text of a side file with its salt, by commitment.</summary>
    internal static IReadOnlyDictionary<string, (byte[] Salt, string Text)> ReadSalted(string path)
    {
        var texts = new Dictionary<string, (byte[] Salt, string Text)>(StringComparer.Ordinal);
        foreach (var line in Read(path).Where(line => line.IsGood))
            texts[line.Commitment] = (line.Salt, line.Text);
        return texts;
    }

    private static void CutTornTail(string path)
    {
        if (!File.Exists(path))
            return;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var tail = new byte[(int)Math.Min(stream.Length, LineBytes)];
        stream.Seek(-tail.Length, SeekOrigin.End);
        stream.ReadExactly(tail);
        var whole = stream.Length - tail.Length + tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole == stream.Length)
            return;
        stream.SetLength(whole);
        stream.Flush(flushToDisk: true);
    }

    private static byte[] Line(string commitment, byte[] salt, string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("commitment", commitment);
            json.WriteString("salt", Convert.ToHexStringLower(salt));
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static bool TryParse(ReadOnlyMemory<byte> line, out string commitment, out byte[] salt, out string text)
    {
        (commitment, salt, text) = ("", [], "");
        try
        {
            using var document = JsonDocument.Parse(line, RecordJson.ReaderOptions);
            var root = document.RootElement;
            commitment = root.GetProperty("commitment").GetString() ?? "";
            salt = Convert.FromHexString(root.GetProperty("salt").GetString() ?? "");
            text = root.GetProperty("text").GetString() ?? "";
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }
}

/// <summary>One line of a side file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Commitment">As it says.</param>
/// <param name="Salt">Of the commitment.</param>
/// <param name="Text">What was said.</param>
/// <param name="IsGood">It is written as one is, and the text matches the commitment.</param>
/// <param name="IsWhole">It ends in a newline.</param>
internal readonly record struct TextLine(int Number, string Commitment, byte[] Salt, string Text, bool IsGood, bool IsWhole);
