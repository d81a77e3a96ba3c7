using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>What a kill or a power cut may leave: any prefix of what was written behind the last confirmed byte, or garbage there.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_torn_tail_behind_the_last_checkpoint_is_cut_at_every_byte_and_whole_records_stay()
    {
        await _test.FillAsync(2);
        var signed = new FileInfo(_test.Folder.Records).Length;
        await using (var log = await RecordLog.OpenAsync(_test.Options(), new RecordContext(), TestLog.Self))
        {
            await log.AppendAsync([TestLog.Body("three"), TestLog.Body("four")]);
        }

        var full = await File.ReadAllBytesAsync(_test.Folder.Records);
        var checkpoints = (await File.ReadAllBytesAsync(_test.Folder.Checkpoints))[..(int)SignedAtTwo()];
        var firstEnd = Array.IndexOf(full, (byte)'\n', (int)signed) + 1;
        for (var length = (int)signed; length <= full.Length; length += 7)
        {
            await Restore(full[..length], checkpoints);
            var whole = length >= full.Length ? 4 : length >= firstEnd ? 3 : 2;
            var torn = length - (whole == 4 ? full.Length : whole == 3 ? firstEnd : signed);
            await using (var log = _test.Open())
                Assert.Equal(new LogRecovery(false, whole, 2, torn, 0), log.Recovery);
            Assert.Empty(_test.Scan().Problems);
            Assert.Equal(torn > 0 ? 1 : 0, Directory.GetFiles(_test.Folder.Path, "torn-*").Length);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task Garbage_behind_the_last_checkpoint_is_cut_kept_aside_and_recorded()
    {
        await _test.FillAsync(2);
        byte[] garbage = [.. new byte[4096], (byte)'\n', .. "{\"v\":1,\"seq\":2,\"late\":1}\n"u8];
        await File.AppendAllBytesAsync(_test.Folder.Records, garbage);
        await using (var log = await RecordLog.OpenAsync(_test.Options(), new RecordContext(), TestLog.Self))
            Assert.Equal(garbage.Length, log.Log.Recovery.CutRecordBytes);
        Assert.Equal(garbage, await File.ReadAllBytesAsync(Directory.GetFiles(_test.Folder.Path, "torn-records-*").Single()));
        var repaired = _test.ReadAll()[^1];
        Assert.Equal(EventCodes.LogRepaired, repaired.Body.Event);
        Assert.Equal(garbage.Length, repaired.Body.Data.Read().GetProperty("cutRecordBytes").GetInt64());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_torn_checkpoint_is_cut_at_every_byte_and_signed_again()
    {
        await _test.FillAsync(2, 3);
        var whole = await File.ReadAllBytesAsync(_test.Folder.Checkpoints);
        var first = (int)SignedAtTwo();
        var records = await File.ReadAllBytesAsync(_test.Folder.Records);
        for (var length = first + 1; length < whole.Length; length += 3)
        {
            await Restore(records, whole[..length]);
            await using (var log = _test.Open())
                Assert.Equal(new LogRecovery(false, 3, 2, 0, length - first), log.Recovery);
            Assert.Equal([2, 3], _test.Scan().Checkpoints.Select(c => c.Size));
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task Fewer_records_than_the_last_checkpoint_signed_is_never_repaired()
    {
        await _test.FillAsync(2, 3);
        var records = await File.ReadAllBytesAsync(_test.Folder.Records);
        for (var length = 0; length < records.Length; length += 11)
        {
            await File.WriteAllBytesAsync(_test.Folder.Records, records[..length]);
            var e = Assert.Throws<EvidenceLogException>(() => _test.Open());
            Assert.Equal(EvidenceLogFailure.Tampered, e.Failure);
            Assert.Equal(length, new FileInfo(_test.Folder.Records).Length);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_crash_before_the_key_file_was_whole_starts_a_new_log()
    {
        Directory.CreateDirectory(_test.Folder.Path);
        await File.WriteAllTextAsync(_test.Folder.Key + ".new", "half a k");
        await using var log = _test.Open();
        Assert.True(log.Recovery.IsNew);
        Assert.True((await log.AppendAsync([TestLog.Line()])).IsDurable);
    }

    private long SignedAtTwo()
    {
        var end = 0L;
        var done = false;
        using var stream = LogScan.OpenForReading(_test.Folder.Checkpoints);
        CheckpointScanner.Scan(stream, note =>
        {
            if (!done)
                end = note.Length + 1;
            done = true;
        });
        return end;
    }

    private async Task Restore(byte[] records, byte[] checkpoints)
    {
        foreach (var torn in Directory.GetFiles(_test.Folder.Path, "torn-*"))
            File.Delete(torn);
        await File.WriteAllBytesAsync(_test.Folder.Records, records);
        await File.WriteAllBytesAsync(_test.Folder.Checkpoints, checkpoints);
    }
}
