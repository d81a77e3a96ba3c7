using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Tests.Log;

public sealed class EvidenceLogTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-3")]
    public async Task What_was_appended_is_in_the_file_when_the_append_returns()
    {
        await using var log = _test.Open();
        var result = await log.AppendAsync([TestLog.Line("one"), TestLog.Line("two")]);
        Assert.Equal(new AppendResult(AppendStatus.Durable, 0, 2, null), result);
        Assert.Equal("{\"v\":1,\"seq\":0,\"text\":\"one\"}\n{\"v\":1,\"seq\":1,\"text\":\"two\"}\n", _test.ReadRecords());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-2")]
    [Trait("Requirement", "R-AUD-18")]
    public async Task Concurrent_writers_get_numbers_without_gaps_and_share_flushes()
    {
        var flushes = 0;
        await using (var log = EvidenceLog.Open(_test.Options(path => new FaultyFile(path) { OnFlush = () => Interlocked.Increment(ref flushes) })))
        {
            var appends = Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
            {
                var firsts = new List<long>();
                for (var i = 0; i < 20; i++)
                    firsts.Add((await log.AppendAsync([TestLog.Line($"{writer} {i}")])).First);
                Assert.Equal(firsts.Order(), firsts);
                return firsts;
            }));
            var all = (await Task.WhenAll(appends).WaitAsync(Patience)).SelectMany(f => f).Order();
            Assert.Equal(Enumerable.Range(0, 1280).Select(i => (long)i), all);
        }

        Assert.True(flushes < 1280, $"{flushes} flushes for 1280 appends");
        Assert.Empty(_test.Scan().Problems);
    }

    [Fact]
    public async Task Size_and_last_checkpoint_are_never_behind_an_answer()
    {
        await using var log = _test.Open();
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(i, (await log.AppendAsync([TestLog.Line()])).First);
            Assert.Equal(i + 1, log.Size);
            Assert.Same((await log.CheckpointAsync()).Checkpoint, log.LastCheckpoint);
        }
    }

    [Fact]
    public async Task Reopening_goes_on_where_it_stopped()
    {
        await _test.FillAsync(2, 5);
        await using var log = _test.Open();
        Assert.Equal(new LogRecovery(false, 5, 5, 0, 0), log.Recovery);
        Assert.Equal(5, (await log.AppendAsync([TestLog.Line()])).First);
        Assert.Equal(6, (await log.CheckpointAsync()).Checkpoint!.Checkpoint.Size);
        Assert.Equal([2, 5, 6], _test.Scan().Checkpoints.Select(c => c.Size));
    }

    [Fact]
    public async Task New_records_are_signed_after_the_interval_and_nothing_is_signed_twice()
    {
        var signed = new TaskCompletionSource<SignedCheckpoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        await using var log = EvidenceLog.Open(_test.Options(onCheckpoint: c =>
        {
            count++;
            signed.TrySetResult(c);
        }));
        await log.AppendAsync([TestLog.Line()]);
        Assert.Null(log.LastCheckpoint);
        _test.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, (await signed.Task.WaitAsync(Patience)).Checkpoint.Size);
        _test.Time.Advance(TimeSpan.FromSeconds(10));
        await log.CheckpointAsync();
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_second_writer_is_told_that_the_log_is_in_use()
    {
        await using var log = _test.Open();
        Assert.Equal(EvidenceLogFailure.Locked, Assert.Throws<EvidenceLogException>(() => _test.Open()).Failure);
    }

    [Fact]
    public async Task Another_key_or_a_missing_key_file_is_refused()
    {
        await _test.FillAsync(1);
        using var other = new TestLog(seed: 9);
        var options = new EvidenceLogOptions { Folder = _test.Folder.Path, Time = _test.Time, Signer = other.Signer };
        Assert.Equal(EvidenceLogFailure.WrongKey, Assert.Throws<EvidenceLogException>(() => EvidenceLog.Open(options)).Failure);
        File.Delete(_test.Folder.Key);
        Assert.Equal(EvidenceLogFailure.Tampered, Assert.Throws<EvidenceLogException>(() => _test.Open()).Failure);
    }

    [Fact]
    public async Task A_line_that_is_not_a_record_of_its_place_is_refused_and_the_log_goes_on()
    {
        await using var log = _test.Open();
        ReadOnlyMemory<byte>[] bad =
        [
            "{\"v\":1,\"seq\":1,\"x\":0}"u8.ToArray(), "{\"v\":1,\"seq\":0,\n}"u8.ToArray(), "hello"u8.ToArray(), Array.Empty<byte>(),
            Encoding.UTF8.GetBytes("{\"v\":1,\"seq\":0," + new string('x', RecordLimits.LineBytes) + "}"),
        ];
        foreach (var line in bad)
            Assert.Equal(AppendStatus.Refused, (await log.AppendAsync([line])).Status);
        Assert.Equal(AppendStatus.Refused, (await log.AppendAsync([TestLog.Line(), _ => throw new InvalidDataException("fault of the caller")])).Status);
        Assert.Equal(0, log.Size);
        Assert.Equal(0, (await log.AppendAsync([TestLog.Line()])).First);
    }

    [Fact]
    public async Task After_disposal_appends_say_closed_and_the_log_is_signed()
    {
        var log = _test.Open();
        await log.AppendAsync([TestLog.Line()]);
        await log.DisposeAsync();
        await log.DisposeAsync();
        Assert.Equal(AppendStatus.Closed, (await log.AppendAsync([TestLog.Line()])).Status);
        Assert.Equal(1, _test.Scan().SignedSize);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    public async Task Any_two_checkpoints_of_a_log_are_provably_consistent()
    {
        await _test.FillAsync(1, 3, 8, 13);
        var tree = new MerkleTree();
        var scan = LogScan.Run(_test.Folder, _test.Signer.Key, (_, line) => tree.Append(MerkleHasher.Leaf(line.Span)));
        foreach (var older in scan.Checkpoints)
        {
            foreach (var newer in scan.Checkpoints.Where(c => c.Size >= older.Size))
                Assert.True(MerkleProofs.VerifyConsistency(older.Size, older.Root, newer.Size, newer.Root, tree.ConsistencyProof(older.Size, newer.Size)));
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-4")]
    public async Task A_clock_that_is_set_becomes_a_record_of_its_own_and_the_order_stays()
    {
        await using (var log = await RecordLog.OpenAsync(_test.Options(), new RecordContext(), TestLog.Self))
        {
            await log.AppendAsync(TestLog.Body("before"));
            _test.Time.Set(-TimeSpan.FromHours(3));
            Assert.Equal(2, (await log.AppendAsync(TestLog.Body("after"))).First);
        }

        var records = _test.ReadAll();
        Assert.Equal(["test.happened", EventCodes.ClockJumped, "test.happened"], records.Select(e => e.Body.Event));
        Assert.Equal(-10_800_000, records[1].Body.Data.Read().GetProperty("milliseconds").GetInt64());
        Assert.True(records[2].When.UtcMilliseconds < records[0].When.UtcMilliseconds);
        Assert.Equal(ClockStates.Jumped, records[2].When.Clock);
    }
}
