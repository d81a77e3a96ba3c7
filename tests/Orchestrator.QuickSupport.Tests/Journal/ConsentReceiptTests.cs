using System.Security.Cryptography;
using System.Text;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Links;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Journal;

/// <summary>Receipts by the run's real key in a run's real log, and the auditor's check of both.</summary>
[Trait("Requirement", "R-AUTHZ-3")]
[Trait("Requirement", "R-AUTHZ-6")]
public sealed class ConsentReceiptTests : IDisposable
{
    private const int Transcript = 48;

    private static readonly Technician Ada = Samples.Ada with { KeyFingerprint = TestKeys.Technician.Fingerprint.Hex };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("view", "to see the error")]
    [InlineData("send-file", "a corrected list")]
    [InlineData("view", "\u00fcber den Fehler \U0001F600 \"quoted\" <b>")]
    public async Task What_was_asked_shown_and_pressed_is_proven_from_the_log_alone(string capability, string reason)
    {
        string directory;
        AnsweredPrompt answered;
        Receipt receipt;
        await using (var journal = await BeginAsync())
        {
            directory = journal.Directory;
            (answered, receipt) = await AnswerAsync(journal, Capabilities.Parse(capability)!.Value, reason);
            await journal.AppendAsync(new SessionEvents.Ended(Party.Operator, EndReason.Closed, []), default);
        }

        var report = Verify(directory);
        Assert.Empty(report.Findings);
        Assert.Equal((1, 0), (report.Receipts, report.Erased));
        Assert.True(ConsentReceiptCodec.TryRead(receipt.Line, out var read));
        Assert.Equal(answered.Text, read.Text);
        Assert.Equal(("Ola Nordmann", "ola", SampleTerms.Policy.Sha256), (read.Operator.StatedName, read.Operator.OsAccount, read.Policy));
        Assert.DoesNotContain("Ola Nordmann", await File.ReadAllTextAsync(new LogFolder(directory).Records), StringComparison.Ordinal);
        Assert.Contains(receipt.Line, ErasableTexts.Open(new LogFolder(directory), new SeededRandom(1)).Find(Commitment(directory)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_receipts_of_the_same_answer_have_their_own_nonces()
    {
        await using var journal = await BeginAsync();
        var receipts = journal.ReceiptsBy(TestKeys.Instrument);
        var answered = Answered(Capability.ViewScreen, "look", out _);

        var lines = new[] { await receipts.SignAsync(answered, default), await receipts.SignAsync(answered, default) }.Select(one => one.Line).ToList();
        Assert.NotEqual(lines[0], lines[1]);
        Assert.NotEqual(lines[0][..60], lines[1][..60]);
    }

    [Fact]
    public async Task An_answer_that_nobody_gave_or_whose_words_dont_fit_whole_has_no_receipt()
    {
        await using var journal = await BeginAsync();
        var receipts = journal.ReceiptsBy(TestKeys.Instrument);
        var answered = Answered(Capability.ViewScreen, "look", out _);

        await Assert.ThrowsAsync<RecordException>(() => receipts.SignAsync(answered with { Text = new string('x', ErasableTexts.EvidenceCharacters) }, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receipts.SignAsync(answered with { Answer = new PromptAnswer.Unanswered(AskOutcome.PromptClosed) }, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receipts.SignAsync(answered with { State = answered.State with { SasMatched = false } }, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receipts.SignAsync(answered with { State = answered.State with { Technician = null } }, default));
    }

    [Fact]
    public async Task The_longest_ask_that_a_console_can_send_is_kept_whole()
    {
        var reason = string.Concat(Enumerable.Repeat("\u20ac", SessionLimits.ReasonCharacters));
        var file = new FileOffer(string.Concat(Enumerable.Repeat("\u20ac", SessionLimits.FileNameCharacters)), 1, new string('c', 64));
        using var large = RsaIdentity.Generate(4096, SystemRandomSource.Instance);
        var ask = AskContent.Sign(new TechnicianToInstrument.Ask(1, Capability.SendFile, 1440, reason, file, Blob.Empty), new byte[Transcript], large);

        var signed = AskContent.Keep(ask, new byte[Transcript], large.Public);

        Assert.True(signed.Text.Length < ErasableTexts.EvidenceCharacters / 2, $"{signed.Text.Length}");
        await using var journal = await BeginAsync();
        await journal.AppendAsync(new SessionEvents.Asked(new AskId(1), Party.Technician, Capability.SendFile, 20, reason, file, null, signed), default);
        var line = (await File.ReadAllLinesAsync(new LogFolder(journal.Directory).Texts))[^1];
        Assert.Equal(signed.Text, System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("text").GetString());
    }

    private static string Commitment(string directory)
    {
        var line = File.ReadLines(new LogFolder(directory).Records).Single(one => one.Contains("\"event\":\"grant.given\"", StringComparison.Ordinal));
        Assert.Equal(Audit.Records.RecordFailure.None, RecordReader.Read(Encoding.UTF8.GetBytes(line), out var record));
        return record!.Body.Data.Read().GetProperty("receipt").GetString()!;
    }

    private static AnsweredPrompt Answered(Capability capability, string reason, out SignedAsk signed)
    {
        var file = capability.IsOneFile() ? new FileOffer("lists/unit.gwl", 1234, new string('c', 64)) : null;
        var ask = AskContent.Sign(new TechnicianToInstrument.Ask(1, capability, 600, reason, file, Blob.Empty), new byte[Transcript], TestKeys.Technician);
        signed = AskContent.Keep(ask, new byte[Transcript], TestKeys.Technician.Public);
        var pending = new PendingAsk(new AskId(1), Party.Technician, capability, 20, reason, file, null, signed.Sha256);
        PromptAnswer.Allowed yes = file is null ? new() : new(file, "/lists/unit.gwl");
        return new AnsweredPrompt(Samples.Open with { Technician = Ada, Terms = SampleTerms.Long }, pending, PromptText.Of(pending, Ada, null), yes);
    }

    /// <summary>Ask, answer, receipt and grant, as the session actor writes them.</summary>
    private static async Task<(AnsweredPrompt Answered, Receipt Receipt)> AnswerAsync(InstrumentJournal journal, Capability capability, string reason)
    {
        var answered = Answered(capability, reason, out var signed);
        var ask = answered.Ask;
        await journal.AppendAsync(new SessionEvents.Asked(ask.Id, ask.By, capability, ask.Minutes, reason, ask.File, null, signed), default);
        var receipt = await journal.ReceiptsBy(TestKeys.Instrument).SignAsync(answered, default);
        var prompt = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answered.Text)));
        await journal.AppendAsync(new SessionEvents.Granted(new GrantId(1), ask.Id, capability, 1200, new SessionTime(1), prompt, signed.Sha256, receipt), default);
        if (answered.Answer is PromptAnswer.Allowed { File: { } file, Path: { } path })
        {
            await journal.AppendAsync(new SessionEvents.ChannelOpened(new ChannelId(1), new GrantId(1), capability), default);
            await journal.AppendAsync(new SessionEvents.FileAccepted(new ChannelId(1), file, path), default);
        }

        return (answered, receipt);
    }

    private async Task<InstrumentJournal> BeginAsync()
    {
        using var broker = Ed25519Key.Generate(new SeededRandom(5));
        var journal = await TestJournal.StartAsync(_folder.Path, 1, new BrokerClock(TimeProvider.System), broker.Public);
        foreach (var happened in new SessionEvent[]
        {
            new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey),
            new SessionEvents.OperatorNamed("Ola Nordmann", "ola"),
            new SessionEvents.TechnicianJoined(Ada, SessionPolicy.Default, new string('0', 2 * Transcript), SampleTerms.Long),
            new SessionEvents.SasCompared(true, 0),
            new SessionEvents.Opened(),
        })
        {
            await journal.AppendAsync(happened, default);
        }

        return journal;
    }

    private static VerificationReport Verify(string directory)
    {
        Assert.True(NoteKey.TryParse(File.ReadAllText(new LogFolder(directory).Key).TrimEnd('\n'), out var key));
        return LogVerifier.Verify(new LogVerification { Folder = directory, Key = key });
    }
}
