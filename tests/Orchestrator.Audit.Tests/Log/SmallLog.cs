using System.Buffers;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.TestSupport.Evidence;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>A whole log's folder as bytes: small, but with everything that the program writes. One of an instrument, with a session's records and texts; one of a broker.</summary>
internal sealed class SmallLog
{
    private static readonly Lazy<BundleMaker> Session = new(() =>
    {
        var maker = new BundleMaker { Others = 1 };
        maker.Make();
        return maker;
    });

    private readonly Dictionary<string, byte[]> _files;

    private SmallLog(MadeLog log, int half, IEnumerable<byte[]> texts)
    {
        Key = log.Key;
        Signed = [half, log.Lines.Count];
        Records = [.. log.Lines];
        Checkpoints = [.. Signed.Select(size => (byte[])[.. log.Sign(size).Note.Span, (byte)'\n'])];
        Texts = [.. texts];
        _files = new()
        {
            [RecordsFile] = Join(Records),
            [CheckpointsFile] = [.. Checkpoints.SelectMany(note => note)],
            [KeyFile] = Encoding.ASCII.GetBytes($"{log.Key}\n"),
            [TextsFile] = Join(Texts),
        };
    }

    public static string RecordsFile { get; } = Path.GetFileName(new LogFolder(".").Records);

    public static string CheckpointsFile { get; } = Path.GetFileName(new LogFolder(".").Checkpoints);

    public static string KeyFile { get; } = Path.GetFileName(new LogFolder(".").Key);

    public static string TextsFile { get; } = Path.GetFileName(new LogFolder(".").Texts);

    public static SmallLog Instrument { get; } = new(Session.Value.Instrument, 7, Session.Value.Texts.All.Select(one => Text(one.Salt, Encoding.UTF8.GetString(one.Text.Span))));

    public static SmallLog Broker { get; } = new(Session.Value.Broker, 3, []);

    public NoteKey Key { get; }

    /// <summary>Sizes of the checkpoints.</summary>
    public int[] Signed { get; }

    /// <summary>Lines without their newlines.</summary>
    public byte[][] Records { get; }

    /// <summary>Notes, each with the empty line behind it.</summary>
    public byte[][] Checkpoints { get; }

    /// <summary>Lines without their newlines.</summary>
    public byte[][] Texts { get; }

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Which line of the file a byte belongs to; its newline does, too.</summary>
    public static int LineOf(IReadOnlyList<byte[]> lines, int at, int ending = 1)
    {
        var line = 0;
        for (; at >= lines[line].Length + ending; line++)
            at -= lines[line].Length + ending;
        return line;
    }

    public static byte[] Join(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])];

    private static byte[] Text(ReadOnlyMemory<byte> salt, string text)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("commitment", TextCommitment.Compute(salt.Span, text));
            json.WriteString("salt", Convert.ToHexStringLower(salt.Span));
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        return line.WrittenSpan.ToArray();
    }
}
