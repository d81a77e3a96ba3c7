using System.Text.Json;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Tests.Records;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Tests.Verification;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-12")]
    public async Task A_whole_log_exits_zero_with_key_text_or_key_file_and_from_another_folder()
    {
        await _test.FillAsync(2, 3);
        var copy = Directory.CreateDirectory(Path.Combine(_test.Root, "clean")).FullName;
        foreach (var file in new[] { _test.Folder.Records, _test.Folder.Checkpoints, _test.Folder.Key })
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var (code, text, error) = Run(copy, "--key", _test.Signer.Key.ToString());
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("3 (3 signed, 2 checkpoints)", text, StringComparison.Ordinal);
        Assert.Equal(0, Run(copy, "--key", _test.Folder.Key).Code);
    }

    [Fact]
    public async Task Findings_exit_one_and_are_named_in_text_and_json()
    {
        await _test.FillAsync(2, 3);
        var records = await File.ReadAllTextAsync(_test.Folder.Records);
        await File.WriteAllTextAsync(_test.Folder.Records, records.Replace("Thing 2", "Thing 3", StringComparison.Ordinal));
        var (code, text, _) = Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString());
        Assert.Equal(1, code);
        Assert.Contains("Records 2 to 2 aren't those that were signed", text, StringComparison.Ordinal);
        (code, text, _) = Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString(), "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("root-mismatch", json.RootElement.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Another_key_proves_nothing()
    {
        await _test.FillAsync(2);
        using var other = new TestLog(seed: 9);
        var (code, text, _) = Run(_test.Folder.Path, "--key", other.Signer.Key.ToString());
        Assert.Equal(1, code);
        Assert.Contains("nothing is proven", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_checkpoint_that_somebody_kept_is_taken_from_a_file()
    {
        await _test.FillAsync(2);
        var kept = Path.Combine(_test.Root, "kept");
        await File.WriteAllBytesAsync(kept, _test.Signer.Sign(9, Audit.Merkle.MerkleHasher.EmptyRoot).Note.ToArray());
        var (code, text, _) = Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString(), "--checkpoint", kept);
        Assert.Equal(1, code);
        Assert.Contains("this log has fewer", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Many_checkpoints_are_taken_from_one_file_as_an_instrument_keeps_the_brokers()
    {
        await _test.FillAsync(2, 3);
        var own = await File.ReadAllBytesAsync(_test.Folder.Checkpoints);
        var kept = Path.Combine(_test.Root, "broker-checkpoints");
        await File.WriteAllBytesAsync(kept, own);
        Assert.Equal(0, Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString(), "--checkpoint", kept).Code);

        await File.WriteAllBytesAsync(kept, [.. own, .. _test.Signer.Sign(9, Audit.Merkle.MerkleHasher.EmptyRoot).Note.Span, (byte)'\n']);
        var (code, text, _) = Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString(), "--checkpoint", kept);
        Assert.Equal(1, code);
        Assert.Contains("Somebody kept a signed checkpoint over 9 records; this log has fewer", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Which log")]
    [InlineData("Which key", "folder")]
    [InlineData("needs a value", "folder", "--key")]
    [InlineData("given twice", "folder", "--key", "a", "--key", "b")]
    [InlineData("More than one folder", "a", "b", "--key", "c")]
    [InlineData("isn't known", "a", "--quick")]
    [InlineData("key isn't one", "a", "--key", "nonsense")]
    public void What_cannot_be_checked_exits_two_with_a_sentence(string sentence, params string[] args)
    {
        var (code, text, error) = Run(args);
        Assert.Equal(2, code);
        Assert.Equal("", text);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_log_exits_two()
    {
        var (code, _, error) = Run(_test.Root, "--key", _test.Signer.Key.ToString());
        Assert.Equal(2, code);
        Assert.Contains("There is no evidence log", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_exits_zero()
    {
        var (code, text, _) = Run("--help");
        Assert.Equal(0, code);
        Assert.Contains("--key PUBKEY", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_is_shown_so_that_it_does_nothing() =>
        Assert.StartsWith("orchestrator-verify: The option --\\u{1b}[2J isn't known for a log.", Run("--\u001b[2J").Error, StringComparison.Ordinal);

    [Fact]
    public void Help_names_every_form_whatever_stands_beside_it()
    {
        string[] forms =
        [
            "orchestrator-verify FILE --trust ROOT", "orchestrator-verify LOGDIR --key PUBKEY", "orchestrator-verify export FILE --trust ROOT", "orchestrator-verify export LOGDIR --key PUBKEY",
            "orchestrator-verify tiles LOGDIR --key PUBKEY",
        ];
        foreach (var args in new string[][] { ["--help"], ["-h"], ["export", "--help"], ["tiles", "x", "-h"], ["x", "--trust", "y", "--help"] })
        {
            var (code, text, error) = Run(args);
            Assert.Equal((0, ""), (code, error));
            Assert.All(forms, form => Assert.Contains(form, text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Which bundle? Name its file.", "--trust", "x")]
    [InlineData("--trust needs a value behind it.", "file", "--trust")]
    [InlineData("--trust needs a value behind it.", "file", "--trust", "")]
    [InlineData("--trust was given twice.", "file", "--trust", "x", "--trust", "y")]
    [InlineData("More than one file was given.", "a", "b", "--trust", "x")]
    [InlineData("The option --key isn't known for a bundle.", "a", "--trust", "x", "--key", "y")]
    [InlineData("The option --trust isn't known for a log.", "tiles", "a", "--trust", "x")]
    [InlineData("The root isn't one", "a", "--trust", "nonsense")]
    [InlineData("A witness's key isn't one", "a", "--trust", "0000000000000000000000000000000000000000000000000000000000000000", "--witness", "nonsense")]
    [InlineData("Where to? Name a folder with --out.", "tiles", "a", "--key", "x")]
    [InlineData("Which key? Name it with --key.", "tiles", "a", "--out", "x")]
    [InlineData("Where to? Name a folder with --out.", "export", "a", "--trust", "x")]
    [InlineData("The option --json isn't known for a bundle.", "export", "a", "--trust", "x", "--out", "y", "--json")]
    public void Bad_use_of_any_form_exits_two_with_a_sentence_that_leads_on(string sentence, params string[] args)
    {
        var (code, text, error) = Run(args);
        Assert.Equal((2, ""), (code, text));
        Assert.StartsWith($"orchestrator-verify: {sentence}", error, StringComparison.Ordinal);
        Assert.EndsWith(" --help says more.\n", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_session_without_its_end_is_named()
    {
        await WriteSessionAsync(SampleEvents.All[..^1]);
        Assert.Contains("has a START and no END", Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString()).Text, StringComparison.Ordinal);
        using var whole = new VerifyCommandTests();
        await whole.WriteSessionAsync(SampleEvents.All);
        Assert.Equal(0, Run(whole._test.Folder.Path, "--key", whole._test.Signer.Key.ToString()).Code);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task The_brokers_own_log_is_held_to_its_ends_too()
    {
        await using (var log = await RecordLog.OpenAsync(_test.Options(), new RecordContext(), TestLog.Self))
        {
            foreach (var (code, session) in new[] { (EventCodes.RelayRegistered, "1"), (EventCodes.RelayRegistered, "2"), (EventCodes.RelayRegistered, "3"), (EventCodes.RelayEnded, "1"), (EventCodes.RelayMissingEnd, "2") })
                await log.AppendAsync(TestLog.Body() with { Event = code, Session = session });
        }

        var (code1, text, _) = Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString());
        Assert.Equal(1, code1);
        Assert.Contains("session 2 left no END", text, StringComparison.Ordinal);
        Assert.Contains("Session 3 has a START and no END", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ession 1 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_many_records_is_read_in_batches_and_its_first_damage_is_placed_right()
    {
        await using (var log = _test.Open())
        {
            for (var i = 0; i < 5; i++)
                Assert.True((await log.AppendAsync([.. Enumerable.Repeat(TestLog.Line(), 1000)])).IsDurable);
        }

        // These lines have the place of records and aren't any.
        var (code, text, _) = Run(_test.Folder.Path, "--key", _test.Signer.Key.ToString());
        Assert.Equal(1, code);
        Assert.Contains("Record 0 isn't written as a record is (BadField)", text, StringComparison.Ordinal);
        Assert.Contains("There are more findings than are listed", text, StringComparison.Ordinal);
    }

    private async Task WriteSessionAsync(IEnumerable<SessionEvent> story)
    {
        await using var log = await RecordLog.OpenAsync(_test.Options(), new RecordContext(), TestLog.Self);
        foreach (var happened in story)
            Assert.True((await log.AppendAsync(SessionEventCodec.ToBody(happened, SampleEvents.Context(new MemoryTexts())))).IsDurable);
    }

    private static (int Code, string Text, string Error) Run(params string[] args) => AuditorsProgram.Run(args);
}
