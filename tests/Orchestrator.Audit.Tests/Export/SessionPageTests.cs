using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Export;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Tests.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.TestSupport;

namespace Orchestrator.Audit.Tests.Export;

public sealed class SessionPageTests
{
    private static readonly string[] Nasty =
    [
        "<script>alert(1)</script>", "</bdi></td></tr><tr class=\"record\"><td>", "\"'&amp;&#60;", "a\u202eb\u2066c\u200b\u200d", "line\r\nline\u2028\u2029\u0085", "\0\u0007\u001b[31m", "\u00a0\u3164\ufeff\ue000",
        "e\u0301 \u0301\u0301\u0301 a\u0301\u0302\u0303\u0304", "\ud83d\ude00\U000e0001", "<b class=\"u\">U+202E</b>", "--><!--", "]]>", "javascript:x", "  two  blanks  ", "&nbsp;", "שלום العربية",
    ];

    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public void Every_value_of_every_record_stands_on_the_page_and_as_many_records_as_the_log_has()
    {
        var (export, texts) = Sample();
        var page = Write(export);
        var read = ReadPage.Records(page);
        var lines = export.Logs.SelectMany(log => log.Lines).ToArray();
        Assert.Equal(lines.Length, read.Count);
        for (var i = 0; i < lines.Length; i++)
            Assert.Equal(Flat(lines[i]), read[i].OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value)));
        Assert.Contains($"{SampleEvents.All.Length} of {SampleEvents.All.Length}: complete", page, StringComparison.Ordinal);
        foreach (var words in new[] { "Grace Hopper", "liquid not detected", "to see the error", "a corrected list", "please hurry \u202e", TestEvidence.Receipt.Line, TestEvidence.Signed.Text })
            Assert.Contains(words, ReadPage.Texts(page));
        Assert.Equal(texts, ReadPage.Texts(page).Count);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-17")]
    public void What_was_erased_and_what_this_copy_never_had_are_told_apart()
    {
        var (export, texts) = Sample();
        var log = export.Logs[0];
        var erased = Write(export with { Logs = [log with { Texts = new MemoryTexts() }] });
        Assert.Empty(ReadPage.Texts(erased));
        Assert.Equal(texts, Count(erased, "<span class=\"gone\">erased</span>"));
        var never = Write(export with { Logs = [log with { Texts = null }] });
        Assert.Equal(texts, Count(never, "<span class=\"gone\">not in this copy</span>"));
        Assert.DoesNotContain("Grace Hopper", erased + never, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-15")]
    public void Whatever_stands_in_a_field_is_shown_as_itself_and_makes_no_markup()
    {
        var random = new SeededRandom(20);
        for (var round = 0; round < 300; round++)
        {
            var values = Enumerable.Range(0, 12).Select(_ => Hostile(random)).ToArray();
            var body = new RecordBody
            {
                Event = "test.happened",
                Sentence = values[0],
                Who = new RecordActor { Kind = "operator", Account = values[1], PrintedName = values[2], Organisation = values[3] },
                Change = new RecordChange { Old = values[4], New = values[5], Reason = values[6], Outcome = Outcomes.Denied },
                Data = RecordData.Create(json =>
                {
                    json.WriteString("plain", RecordData.Text(values[7]));
                    json.WriteString(values[8] + "name", RecordData.Text(values[9]));
                }),
            };
            var context = new RecordContext { Where = new RecordPlace { Device = values[10] }, Composition = values[11] };
            ReadOnlyMemory<byte> line = RecordWriter.Write(new AuditRecord(0, new RecordStamp(0, 0, 0, ClockStates.Unknown), body, context));
            var export = Export([Log("run", [line], null)]);

            var page = Write(export);

            var record = Assert.Single(ReadPage.Records(page));
            Assert.Equal(Flat(line).Select(v => v.Value).Order(StringComparer.Ordinal), record.Values.Order(StringComparer.Ordinal));
            Assert.Equal(Tags(Write(Export([Log("run", [Quiet(line)], null)]))), Tags(page));
            Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain(page, c => c is '\u202e' or '\u2066' or '\u200b' or '\u2028' or '\u00a0' or '\u3164');
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-15")]
    public void A_line_that_is_no_record_is_shown_and_named()
    {
        var page = Write(Export([Log("run", [Encoding.UTF8.GetBytes("<img src=x onerror=y>\u202e"), Encoding.UTF8.GetBytes("[1]"), new byte[] { 0xff, 0x00 }], null)]));
        Assert.Equal(3, Count(page, "This line isn't a record."));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public void A_page_loads_nothing_runs_nothing_and_its_policy_allows_its_own_style_alone()
    {
        var page = Write(Sample().Export);
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Contains($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", page, StringComparison.Ordinal);
        foreach (var word in new[] { "<script", "<img", "<link", "<iframe", "http://", "https://", " style=", "url(", "@import", " onclick" })
            Assert.DoesNotContain(word, page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("counter(page) \" of \" counter(pages)", style, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public void The_frozen_page_is_written_byte_for_byte()
    {
        var lines = Encoding.UTF8.GetString(TestLog.Vector("session-events.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line));
        CheckedPage.Same("tests/Vectors/audit/session-events.html", Write(Export([Log("run", [.. lines], null)])));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public void A_folder_holds_the_page_the_exact_lines_and_their_hashes_and_is_never_overwritten()
    {
        using var log = new TestLog();
        var export = Sample().Export;
        var folder = Path.Combine(log.Root, "out");
        var page = ExportFolder.Write(folder, export);
        Assert.Equal(Write(export), File.ReadAllText(page));
        byte[] expected = [.. export.Logs[0].Lines.SelectMany(line => (byte[])[.. line.Span, (byte)'\n'])];
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(folder, "session-123456789-run.jsonl")));
        foreach (var line in File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")))
            Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, line[66..])))));
        Assert.Throws<IOException>(() => ExportFolder.Write(folder, export));
        Assert.Equal(["out"], Directory.GetDirectories(log.Root).Select(Path.GetFileName));
    }

    private static (SessionExport Export, int Texts) Sample()
    {
        var texts = new MemoryTexts();
        var lines = SampleEvents.All.Select((e, i) => (ReadOnlyMemory<byte>)RecordWriter.Write(SampleEvents.Record(e, texts, i))).ToImmutableArray();
        var commitments = lines.SelectMany(Flat).Count(v => v.Path is "data.statedName" or "data.receipt" or "data.signed" or "data.technician.caseReason" || (v.Path == "data.text" && v.Value.Length == 64)
            || (v.Path == "data.reason" && v.Value.Length == 64));
        return (Export([Log("run", lines, texts)]), commitments);
    }

    private static ExportedLog Log(string id, ImmutableArray<ReadOnlyMemory<byte>> lines, ITextVault? texts) => new()
    {
        Id = id,
        Title = "The instrument's own log",
        Origin = TestLog.Origin,
        Proof = new ExportedProof(false, "", "It was not checked.", [new Finding(FindingSeverity.Warning, "test", "A <finding>.", 3)]),
        Lines = lines,
        RecordsInLog = lines.Length,
        Texts = texts,
    };

    private static SessionExport Export(ImmutableArray<ExportedLog> logs) => new()
    {
        Title = "Session 123 456 789",
        FileName = "session-123456789",
        MadeBy = "test 1.0",
        MadeAt = new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero),
        Logs = logs,
    };

    private static string Write(SessionExport export)
    {
        using var page = new StringWriter();
        ExportFolder.WritePage(page, export);
        return page.ToString();
    }

    private static IEnumerable<(string Path, string Value)> Flat(ReadOnlyMemory<byte> line) => RecordValues.Of(line)!.All.OrderBy(v => v.Path, StringComparer.Ordinal);

    private static int Count(string page, string what) => page.Split(what).Length - 1;

    private static IEnumerable<string> Tags(string page) => System.Text.RegularExpressions.Regex.Matches(page, "</?([a-z0-9]+)").Select(m => m.Value).Where(tag => tag is not ("<b" or "</b"));

    // The same record with a plain letter for each text.
    private static ReadOnlyMemory<byte> Quiet(ReadOnlyMemory<byte> line)
    {
        RecordReader.Read(line.Span, out var record);
        var body = record!.Body with
        {
            Sentence = "x",
            Who = new RecordActor { Kind = "operator", Account = "x", PrintedName = "x", Organisation = "x" },
            Change = new RecordChange { Old = "x", New = "x", Reason = "x", Outcome = Outcomes.Denied },
            Data = RecordData.Create(json =>
            {
                json.WriteString("plain", "x");
                json.WriteString("xname", "x");
            }),
        };
        return RecordWriter.Write(record with { Body = body, Context = new RecordContext { Where = new RecordPlace { Device = "x" }, Composition = "x" } });
    }

    private static string Hostile(SeededRandom random)
    {
        var bytes = new byte[4];
        random.Fill(bytes);
        var text = new StringBuilder();
        for (var i = 0; i < 1 + (bytes[0] % 3); i++)
            text.Append(Nasty[(bytes[1] + (i * bytes[2])) % Nasty.Length]);
        return text.Append((char)bytes[3]).ToString();
    }
}
