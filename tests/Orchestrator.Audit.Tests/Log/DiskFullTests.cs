using Orchestrator.Audit.Log;

namespace Orchestrator.Audit.Tests.Log;

public sealed class DiskFullTests : IDisposable
{
    private readonly TestLog _test = new();
    private long _room = long.MaxValue;

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task A_full_disk_fails_the_append_by_type_leaves_no_half_record_and_uses_no_number()
    {
        await using (var log = OpenSmall())
        {
            Assert.True((await log.AppendAsync([TestLog.Line()])).IsDurable);
            var before = _test.ReadRecords();
            for (var room = before.Length; room < before.Length + 25; room++)
            {
                _room = room;
                var result = await log.AppendAsync([TestLog.Line("more")]);
                Assert.Equal(AppendStatus.DiskFull, result.Status);
                Assert.Contains("full", result.Reason, StringComparison.Ordinal);
                Assert.Equal(before, _test.ReadRecords());
            }

            _room = 10;
            Assert.Equal(AppendStatus.DiskFull, (await log.CheckpointAsync()).Status);
            _room = long.MaxValue;
            Assert.Equal(1, (await log.AppendAsync([TestLog.Line("more")])).First);
        }

        Assert.Empty(_test.Scan().Problems);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task Closing_records_take_the_reserved_room()
    {
        await using var log = EvidenceLog.Open(_test.Options(path => new FaultyFile(path) { Room = () => File.Exists(_test.Folder.Reserve(1)) ? 0 : long.MaxValue }));
        using var room = await log.ReserveAsync(10_000);
        Assert.NotNull(room);
        Assert.Equal(10_000, new FileInfo(_test.Folder.Reserve(1)).Length);
        Assert.Equal(AppendStatus.DiskFull, (await log.AppendAsync([TestLog.Line()])).Status);
        Assert.False(room!.Released);
        Assert.True((await log.AppendAsync([TestLog.Line("the end")], room)).IsDurable);
        Assert.True(room.Released);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task In_a_shared_flush_only_the_appends_without_room_fail()
    {
        using var held = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var log = OpenSmall();
        var first = log.AppendAsync([_ =>
        {
            entered.TrySetResult();
            held.Wait(TimeSpan.FromSeconds(60));
            return TestLog.Line()(0);
        }]).AsTask();
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // These wait while the first holds the writer, so they are one batch.
        var small = log.AppendAsync([TestLog.Line("s")]).AsTask();
        var large = log.AppendAsync([TestLog.Line(new string('l', 5000))]).AsTask();
        var refused = log.AppendAsync([_ => "no record"u8.ToArray()]).AsTask();
        var last = log.AppendAsync([TestLog.Line("t")]).AsTask();
        _room = 1000;
        held.Set();
        Assert.True((await first).IsDurable);
        Assert.Equal(new AppendResult(AppendStatus.Durable, 1, 2, null), await small);
        Assert.Equal(AppendStatus.DiskFull, (await large).Status);
        Assert.Equal(AppendStatus.Refused, (await refused).Status);
        Assert.Equal(new AppendResult(AppendStatus.Durable, 2, 3, null), await last);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task After_a_failed_flush_the_log_takes_nothing_more()
    {
        var fail = false;
        await using var log = EvidenceLog.Open(_test.Options(path => new FaultyFile(path)
        {
            OnFlush = () =>
            {
                if (fail)
                    throw new IOException("Input/output error", 5);
            },
        }));
        Assert.True((await log.AppendAsync([TestLog.Line()])).IsDurable);
        fail = true;
        Assert.Equal(AppendStatus.Failed, (await log.AppendAsync([TestLog.Line()])).Status);
        fail = false;
        Assert.Equal(AppendStatus.Failed, (await log.AppendAsync([TestLog.Line()])).Status);
        Assert.Equal(AppendStatus.Failed, (await log.CheckpointAsync()).Status);
        Assert.Equal(1, log.Size);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public void A_folder_that_cannot_be_written_is_refused_with_a_sentence()
    {
        var file = Path.Combine(_test.Root, "a-file");
        File.WriteAllText(file, "");
        var options = new EvidenceLogOptions { Folder = Path.Combine(file, "log"), Signer = _test.Signer, Time = _test.Time };
        var e = Assert.Throws<EvidenceLogException>(() => EvidenceLog.Open(options));
        Assert.Equal(EvidenceLogFailure.Unwritable, e.Failure);
        Assert.DoesNotContain("   at ", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task On_a_real_full_file_system_the_closing_record_still_fits()
    {
        using var disk = TinyDisk.Mount(_test.Root, kilobytes: 256);
        var options = new EvidenceLogOptions { Folder = Path.Combine(disk.Path, "log"), Signer = _test.Signer, Time = _test.Time };
        await using (var log = EvidenceLog.Open(options))
        {
            using var room = await log.ReserveAsync(64 * 1024);
            Assert.NotNull(room);
            Assert.Null(await log.ReserveAsync(1 << 20));
            AppendResult result;
            do
                result = await log.AppendAsync([TestLog.Line(new string('x', 3000))]);
            while (result.IsDurable);
            Assert.Equal(AppendStatus.DiskFull, result.Status);
            Assert.True(log.Size > 10);
            Assert.True((await log.AppendAsync([TestLog.Line("the end, " + new string('x', 6000))], room)).IsDurable);
            Assert.Equal(AppendStatus.Durable, (await log.CheckpointAsync(room)).Status);
        }

        var scan = LogScan.Run(new LogFolder(options.Folder), _test.Signer.Key);
        Assert.Empty(scan.Problems);
        Assert.Equal(scan.Size, scan.SignedSize);
    }

    private EvidenceLog OpenSmall() => EvidenceLog.Open(_test.Options(path => new FaultyFile(path) { Room = () => _room }));
}
