using System.Text;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Records;

public sealed class ErasableTextsTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-17")]
    public async Task An_erased_text_is_gone_from_the_disk_and_the_log_still_verifies()
    {
        await _test.FillAsync(1);
        var texts = ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance);
        var secret = texts.Commit("Grace Hopper\n\u202e\"");
        var kept = texts.Commit("stays");
        Assert.Equal("Grace Hopper\n\u202e\"", ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance).Find(secret));
        Assert.Equal(1, texts.Erase(new HashSet<string> { secret }));
        Assert.Null(texts.Find(secret));
        var reopened = ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance);
        Assert.Null(reopened.Find(secret));
        Assert.Equal("stays", reopened.Find(kept));
        Assert.DoesNotContain("Grace", await File.ReadAllTextAsync(_test.Folder.Texts), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(_test.Folder.Texts), StringComparison.Ordinal);
        Assert.Empty(LogVerifier.Verify(new LogVerification { Folder = _test.Folder.Path, Key = _test.Signer.Key }).Findings);
    }

    [Fact]
    public async Task Evidence_is_kept_whole_or_refused_and_never_cut()
    {
        await _test.FillAsync(1);
        var texts = ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance);
        var longest = new string('\u202e', ErasableTexts.EvidenceCharacters);
        var commitment = texts.CommitWhole(longest);

        Assert.Throws<RecordException>(() => texts.CommitWhole(longest + "x"));
        Assert.Throws<RecordException>(() => texts.CommitWhole("half a pair \ud800"));

        Assert.Equal(longest, ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance).Find(commitment));
        Assert.Contains("cut", texts.Find(texts.Commit(longest)), StringComparison.Ordinal);
        Assert.Empty(LogVerifier.Verify(new LogVerification { Folder = _test.Folder.Path, Key = _test.Signer.Key }).Findings);
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-14")]
    public void A_text_that_finds_no_room_leaves_no_torn_line_for_the_next()
    {
        using var disk = Log.TinyDisk.Mount(_test.Root, kilobytes: 16);
        var texts = ErasableTexts.Open(new Audit.Log.LogFolder(disk.Path), SystemRandomSource.Instance);
        var first = texts.CommitWhole("stays");
        Assert.Throws<IOException>(() => texts.CommitWhole(new string('x', ErasableTexts.EvidenceCharacters)));
        var last = texts.CommitWhole("stays too");

        var again = ErasableTexts.Open(new Audit.Log.LogFolder(disk.Path), SystemRandomSource.Instance);
        Assert.Equal(("stays", "stays too"), (again.Find(first), again.Find(last)));
        Assert.Equal(2, File.ReadAllLines(new Audit.Log.LogFolder(disk.Path).Texts).Length);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task A_changed_text_is_named_by_the_verifier_and_not_shown()
    {
        await _test.FillAsync(1);
        var texts = ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance);
        var commitment = texts.Commit("yes to view");
        var file = await File.ReadAllTextAsync(_test.Folder.Texts);
        await File.WriteAllTextAsync(_test.Folder.Texts, file.Replace("yes to view", "yes to everything", StringComparison.Ordinal));
        Assert.Null(ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance).Find(commitment));
        var report = LogVerifier.Verify(new LogVerification { Folder = _test.Folder.Path, Key = _test.Signer.Key });
        Assert.Equal(["text-changed"], report.Findings.Select(f => f.Code));
    }

    [Fact]
    public void The_same_text_twice_has_two_commitments_and_a_salt_of_another_length_is_refused()
    {
        Directory.CreateDirectory(_test.Folder.Path);
        var texts = ErasableTexts.Open(_test.Folder, SystemRandomSource.Instance);
        Assert.NotEqual(texts.Commit("yes"), texts.Commit("yes"));
        Assert.Throws<ArgumentException>(() => TextCommitment.Compute(new byte[31], "yes"));
        var expected = System.Security.Cryptography.SHA256.HashData([.. new byte[32], .. Encoding.UTF8.GetBytes("yes")]);
        Assert.Equal(Convert.ToHexStringLower(expected), TextCommitment.Compute(new byte[32], "yes"));
    }
}
