using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Tests.Receipts;

[Trait("Requirement", "R-AUTHZ-3")]
[Trait("Requirement", "R-AUTHZ-6")]
public sealed class ReceiptVerificationTests : IDisposable
{
    private const int Receipts = 5;

    private readonly ReceiptStory _story = new();

    public static TheoryData<string, Func<ConsentReceipt, ConsentReceipt>> Lies => new()
    {
        { "nonce", r => r with { Nonce = "00" } },
        { "session", r => r with { Session = "987654321" } },
        { "transcript", r => r with { Transcript = new string('0', 96) } },
        { "ticket", r => r with { Ticket = "0100" } },
        { "ask", r => r with { Ask = new AskId(r.Ask.Value + 100) } },
        { "askSha256", r => r with { AskSha256 = new string('9', 64) } },
        { "capability", r => r with { Capability = Capability.ClipboardFrom } },
        { "minutes", r => r with { Minutes = r.Minutes + 1 } },
        { "file", r => r with { File = r.File is null ? new FileOffer("x", 1, new string('1', 64)) : r.File with { Size = 4321 } } },
        { "path", r => r with { Path = r.Path is null ? "/tmp/x" : "/etc/passwd" } },
        { "replaces", r => r with { Replaces = true } },
        { "renews", r => r with { Renews = new GrantId(99) } },
        { "text", r => r with { Text = r.Text + "!" } },
        { "language", r => r with { Language = "de" } },
        { "answer", r => r with { Answer = r.Answer == ConsentReceipt.Allowed ? "refused" : ConsentReceipt.Allowed } },
        { "sas", r => r with { SasResult = "not compared" } },
        { "policy", r => r with { Policy = new string('0', 64) } },
        { "technician", r => r with { Technician = r.Technician with { Name = "Grace Hopper" } } },
        { "operator", r => r with { Operator = r.Operator with { StatedName = "Nobody" } } },
        { "operator", r => r with { Operator = r.Operator with { OsAccount = "root" } } },
        { "at", r => r with { When = r.When with { UtcMilliseconds = r.When.UtcMilliseconds + 3_600_000 } } },
        { "offset", r => r with { When = r.When with { OffsetMinutes = 120 } } },
        { "monotonic", r => r with { When = r.When with { MonotonicMicroseconds = 0 } } },
        { "clock", r => r with { When = r.When with { Clock = ClockStates.Synchronised } } },
    };

    public void Dispose() => _story.Dispose();

    [Fact]
    public async Task A_session_with_every_kind_of_answer_is_proven()
    {
        var report = await _story.ReportAsync();

        Assert.Empty(report.Findings);
        Assert.Equal((Receipts, 0, 0), (report.Receipts, report.Erased, report.ExitCode));
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_receipt_that_the_instrument_signed_and_that_says_otherwise_than_its_log_is_named_with_the_field(string field, Func<ConsentReceipt, ConsentReceipt> lie)
    {
        _story.Lie = lie;
        var report = await _story.ReportAsync();

        var named = report.Findings.Where(f => f is { Code: "receipt-differs", Severity: FindingSeverity.Error }).ToList();
        Assert.NotEmpty(named);
        Assert.Contains(named, f => f.Sentence.Split(": ")[^1].TrimEnd('.').Split(", ").Contains(field));
        Assert.Equal(1, report.ExitCode);
    }

    [Fact]
    public async Task A_changed_byte_of_a_receipt_anywhere_breaks_its_signature()
    {
        for (var part = 0; part < 8; part++)
        {
            var at = part;
            using var story = new ReceiptStory
            {
                Forge = receipt =>
                {
                    at = (at + 97) % receipt.Line.Length;
                    return receipt with { Line = $"{receipt.Line[..at]}{(char)(receipt.Line[at] ^ 1)}{receipt.Line[(at + 1)..]}" };
                },
            };
            Assert.Equal(Receipts, (await story.ReportAsync()).Findings.Count(f => f.Code == "receipt-signature"));
        }
    }

    [Fact]
    public async Task A_receipt_under_another_key_is_named()
    {
        _story.Run = TestKeys.Stranger;

        Assert.Equal(Receipts, (await _story.ReportAsync()).Findings.Count(f => f.Code == "receipt-signature"));
    }

    [Fact]
    public async Task A_receipt_that_is_moved_to_another_answer_is_named()
    {
        Receipt? first = null;
        _story.Forge = receipt => first ??= receipt;
        var report = await _story.ReportAsync();

        var moved = report.Findings.Where(f => f.Code == "receipt-differs" && f.Sentence.Contains("ask, askSha256", StringComparison.Ordinal));
        Assert.Equal(Receipts - 1, moved.Count());
    }

    [Fact]
    public async Task A_yes_without_a_receipt_is_named()
    {
        await _story.TellAsync();
        var granted = _story.Records().First(r => r.Body.Event == EventCodes.GrantGiven);
        var without = RecordData.Create(json =>
        {
            foreach (var field in granted.Body.Data.Read().EnumerateObject().Where(f => !f.Name.StartsWith("receipt", StringComparison.Ordinal)))
                field.WriteTo(json);
        });
        using var test = new TestLog(seed: 9);
        await using (var log = await Audit.Log.RecordLog.OpenAsync(test.Options(), new RecordContext(), TestLog.Self))
            await log.AppendAsync(granted.Body with { Data = without });

        var report = LogVerifier.Verify(new LogVerification { Folder = test.Folder.Path, Key = test.Signer.Key });
        Assert.Contains(report.Findings, f => f is { Code: "receipt-missing", Severity: FindingSeverity.Error });
    }

    [Fact]
    [Trait("Requirement", "R-AUD-17")]
    public async Task Erased_texts_leave_the_log_proven_and_are_named_as_erased()
    {
        await _story.TellAsync();
        var commitments = _story.Records()
            .Where(r => r.Body.Event is "grant.given" or "ask.made")
            .SelectMany(r => new[] { "receipt", "signed" }.Select(name => r.Body.Data.Read().TryGetProperty(name, out var c) ? c.GetString()! : ""))
            .ToHashSet();
        Assert.Equal(7, _story.Texts().Erase(commitments));

        var report = _story.Verify();
        var note = Assert.Single(report.Findings);
        Assert.Equal(("evidence-erased", FindingSeverity.Note), (note.Code, note.Severity));
        Assert.Contains("question 1, receipt of question 1, question 3, question 4", note.Sentence, StringComparison.Ordinal);
        Assert.Equal((3, 7, 0), (report.Receipts, report.Erased, report.ExitCode));
    }

    [Fact]
    public async Task A_run_key_that_isnt_the_instruments_is_named()
    {
        _story.Change = happened => happened is Started e ? e with { RunKey = Convert.ToBase64String(TestKeys.Stranger.Public.Spki.Span) } : happened;

        Assert.Contains((await _story.ReportAsync()).Findings, f => f.Code == "run-key");
    }

    [Fact]
    public async Task An_ask_that_isnt_what_the_technician_signed_is_named()
    {
        foreach (var (word, misquote) in new (string, Func<Asked, Asked>)[]
        {
            ("capability", a => a with { Capability = Capability.ClipboardTo }),
            ("minutes", a => a with { Minutes = 21 }),
            ("reason", a => a with { Reason = "because" }),
            ("file", a => a with { File = new FileOffer("x", 1, new string('1', 64)) }),
        })
        {
            using var story = new ReceiptStory { Misquote = a => a.By == Party.Technician ? misquote(a) : a };
            Assert.Contains((await story.ReportAsync()).Findings, f => f.Code == "ask-signature" && f.Sentence.Contains(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_ask_of_another_key_or_text_or_without_a_signature_is_named()
    {
        _story.Asker = TestKeys.Stranger;
        Assert.Equal(5, (await _story.ReportAsync()).Findings.Count(f => f.Code == "ask-signature"));

        using var changed = new ReceiptStory { Misquote = a => a.Signed is { } signed ? a with { Signed = signed with { Text = "B" + signed.Text[1..] } } : a };
        Assert.Equal(5, (await changed.ReportAsync()).Findings.Count(f => f.Code == "ask-signature"));

        using var unsigned = new ReceiptStory { Change = happened => happened is Asked e ? e with { Signed = null } : happened };
        Assert.Equal(5, (await unsigned.ReportAsync()).Findings.Count(f => f.Code == "ask-unsigned"));
    }

    [Fact]
    public async Task A_yes_that_names_another_ask_is_named()
    {
        _story.Change = happened => happened is Granted e ? e with { AskSha256 = new string('1', 64) } : happened;

        Assert.Equal(2, (await _story.ReportAsync()).Findings.Count(f => f.Code == "ask-differs"));
    }

    [Fact]
    public async Task The_auditors_program_counts_receipts_and_says_what_was_erased()
    {
        await _story.TellAsync();
        var (code, text, _) = AuditorsProgram.Run(_story.Folder.Path, "--key", _story.Key);
        Assert.Equal(0, code);
        Assert.Contains("receipts     5 checked, 0 texts erased", text, StringComparison.Ordinal);

        File.Delete(_story.Folder.Texts);
        (code, text, _) = AuditorsProgram.Run(_story.Folder.Path, "--key", _story.Key, "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"receipts\": 0", text, StringComparison.Ordinal);
        Assert.Contains("\"erased\": 10", text, StringComparison.Ordinal);
    }
}
