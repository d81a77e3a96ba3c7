using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Audit.Verification;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Runs;

/// <summary>Old runs go whole, leave a stub that their own key signed, and a hand that takes one away still shows.</summary>
[Trait("Requirement", "R-AUD-17")]
public sealed class RunRetentionTests : IDisposable
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly TestLog _test = new();
    private readonly string _root;

    public RunRetentionTests() => _root = Path.Combine(_test.Root, "runs");

    private DateTimeOffset Later => _test.Time.GetUtcNow() + Year + TimeSpan.FromDays(1);

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task An_old_closed_and_delivered_run_goes_and_the_chain_still_holds()
    {
        var folder = await RunAsync(1);
        var last = EarlierRun.Open(folder)!.Last!.Checkpoint;
        Age(folder);
        var removed = RunRetention.Remove(folder, Year, Later, "anna", "ten years are over");
        Assert.Equal([RemovedRun.FileName], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Equal(last, RemovedRun.Read(new LogFolder(folder))!.Last.Checkpoint);
        Assert.Equal(last, removed.Last.Checkpoint);

        await RunAsync(2);
        Assert.Equal(["run-removed-unrecorded"], RunChainVerifier.Verify(_root).Select(f => f.Code));
        await RunAsync(3, Path.GetFileName(folder));
        Assert.Equal(["run-removed"], RunChainVerifier.Verify(_root).Select(f => f.Code));
        Assert.Equal(FindingSeverity.Note, RunChainVerifier.Verify(_root).Single().Severity);
    }

    [Fact]
    public async Task The_run_behind_a_removed_one_names_its_last_checkpoint()
    {
        var folder = await RunAsync(1);
        Age(folder);
        var removed = RunRetention.Remove(folder, Year, Later, "anna", "old");
        var previous = PreviousRun.Find(_root)!;
        Assert.Equal((PreviousRunStates.Removed, removed.Last.Checkpoint), (previous.State, previous.Last));
        await RunAsync(2, Path.GetFileName(folder));
        Assert.Equal(["run-removed"], RunChainVerifier.Verify(_root).Select(f => f.Code));
    }

    [Fact]
    public async Task Whatever_is_young_open_unsigned_undelivered_changed_or_has_an_unrecorded_erasure_stays()
    {
        var folder = await RunAsync(1, isDelivered: false);
        Age(folder);
        Assert.Contains("hasn't confirmed", RunRetention.WhyNot(folder, Year, Later), StringComparison.Ordinal);
        DeliveredNote.Of(null).Write(new LogFolder(folder));
        Age(folder);
        Assert.Null(RunRetention.WhyNot(folder, Year, Later));
        Assert.Contains("days old", RunRetention.WhyNot(folder, Year, Later - TimeSpan.FromDays(2)), StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(new LogFolder(folder).Records, Later.UtcDateTime);
        Assert.Contains("0 days old", RunRetention.WhyNot(folder, Year, Later), StringComparison.Ordinal);
        Age(folder);

        using (new FileStream(new LogFolder(folder).Lock, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("being written", RunRetention.WhyNot(folder, Year, Later), StringComparison.Ordinal);
        ErasureLog.Erase(new LogFolder(folder), new Erasure(Later, "a", "b", "c", []), SystemRandomSource.Instance);
        Assert.Contains("erased", RunRetention.WhyNot(folder, Year, Later), StringComparison.Ordinal);
        ErasureLog.MarkRecorded(new LogFolder(folder));
        Assert.Null(RunRetention.WhyNot(folder, Year, Later));

        var records = await File.ReadAllBytesAsync(new LogFolder(folder).Records);
        await File.WriteAllBytesAsync(new LogFolder(folder).Records, [.. records, .. "{\"v\":1,\"seq\":2,\"x\":1}\n"u8]);
        Age(folder);
        Assert.Contains("1 of its records", RunRetention.WhyNot(folder, Year, Later), StringComparison.Ordinal);
        records[records.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(new LogFolder(folder).Records, records);
        Age(folder);
        Assert.Contains("changed after it was signed", RunRetention.WhyNot(folder, Year, Later), StringComparison.Ordinal);
        Assert.Throws<RetentionException>(() => RunRetention.Remove(folder, Year, Later, "anna", "old"));
        Assert.True(File.Exists(new LogFolder(folder).Records));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_run_that_was_taken_away_or_emptied_by_hand_still_shows()
    {
        var first = await RunAsync(1);
        await RunAsync(2);
        foreach (var file in Directory.GetFiles(first))
            File.Delete(file);
        Assert.Contains("run-unreadable", RunChainVerifier.Verify(_root).Select(f => f.Code));
        await File.WriteAllTextAsync(Path.Combine(first, RemovedRun.FileName), "{\"v\":1,\"note\":\"\"}");
        Assert.Contains("run-unreadable", RunChainVerifier.Verify(_root).Select(f => f.Code));
        Directory.Delete(first, recursive: true);
        Assert.Contains("run-missing", RunChainVerifier.Verify(_root).Select(f => f.Code));
    }

    [Fact]
    public async Task A_stub_in_which_any_byte_is_changed_is_no_stub_or_says_the_same()
    {
        var folder = await RunAsync(1);
        Age(folder);
        var removed = RunRetention.Remove(folder, Year, Later, "anna", "old");
        var path = Path.Combine(folder, RemovedRun.FileName);
        var bytes = await File.ReadAllBytesAsync(path);
        for (var i = 0; i < bytes.Length; i += 3)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            await File.WriteAllBytesAsync(path, changed);
            var read = RemovedRun.Read(new LogFolder(folder));
            Assert.True(read is null || (read.Last.Checkpoint == removed.Last.Checkpoint && read.First.Span.SequenceEqual(removed.First.Span)), $"byte {i}");
        }
    }

    [Fact]
    public async Task A_removal_that_was_cut_off_is_finished_by_the_next()
    {
        var folder = await RunAsync(1);
        var copy = Path.Combine(_test.Root, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        Age(folder);
        RunRetention.Remove(folder, Year, Later, "anna", "old");
        foreach (var file in Directory.GetFiles(copy))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        RunRetention.Remove(folder, Year, Later, "anna", "old");
        Assert.Single(Directory.GetFiles(folder));
    }

    private static void Age(string folder) => File.SetLastWriteTimeUtc(new LogFolder(folder).Records, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private async Task<string> RunAsync(byte number, string? removed = null, bool isDelivered = true)
    {
        var log = await RunLog.StartAsync(new RunLogOptions
        {
            Root = _root,
            Domain = "support.example.com",
            RunId = new string((char)('0' + number), 32),
            Key = Ed25519Key.Import(Enumerable.Repeat(number, 32).ToArray()),
            Time = _test.Time,
            Context = new RecordContext(),
            Self = TestLog.Self,
        });
        await log.AppendAsync(removed is null
            ? TestLog.Body()
            : new RecordBody { Event = EventCodes.RunRemoved, Sentence = "x", Who = TestLog.Self, Data = RecordData.Create(json => json.WriteString("folder", removed)) });
        await log.DisposeAsync();
        if (isDelivered)
            DeliveredNote.Of(null).Write(log.Log.Folder);
        return log.Log.Folder.Path;
    }
}
