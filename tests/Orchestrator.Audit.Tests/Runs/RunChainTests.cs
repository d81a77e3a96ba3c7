using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Audit.Verification;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Runs;

public sealed class RunChainTests : IDisposable
{
    private readonly TestLog _test = new();

    private string Root => Path.Combine(_test.Root, "runs");

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Runs_name_each_other_and_a_removed_one_leaves_a_hole()
    {
        for (byte i = 1; i <= 4; i++)
            await RunAsync(i);
        Assert.Empty(RunChainVerifier.Verify(Root));
        var names = RunFolderName.List(Root).Select(n => n.ToString()).ToArray();
        Assert.Equal([1, 2, 3, 4], RunFolderName.List(Root).Select(n => n.Ordinal));

        Directory.Move(Path.Combine(Root, names[1]), Path.Combine(_test.Root, "aside"));
        Assert.Equal(["run-missing"], RunChainVerifier.Verify(Root).Select(f => f.Code));
        Directory.Move(Path.Combine(_test.Root, "aside"), Path.Combine(Root, names[1]));
        Directory.Move(Path.Combine(Root, names[0]), Path.Combine(_test.Root, "aside"));
        Assert.Equal(["run-missing"], RunChainVerifier.Verify(Root).Select(f => f.Code));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task The_last_run_removed_shows_when_the_next_one_is_older_than_its_number_says()
    {
        await RunAsync(1);
        await RunAsync(2);
        await RunAsync(3);
        var names = RunFolderName.List(Root).Select(n => n.ToString()).ToArray();

        // Taking away two and renumbering the third is found from its own first record.
        Directory.Delete(Path.Combine(Root, names[1]), recursive: true);
        Directory.Move(Path.Combine(Root, names[2]), Path.Combine(Root, names[2].Replace("run-000003", "run-000002", StringComparison.Ordinal)));
        Assert.Equal(["run-renamed", "run-missing"], RunChainVerifier.Verify(Root).Select(f => f.Code));
    }

    [Fact]
    public async Task The_first_run_says_that_there_was_none_and_the_next_names_a_crash()
    {
        await RunAsync(1);
        var folder = new LogFolder(Path.Combine(Root, RunFolderName.List(Root)[0].ToString()));
        await File.AppendAllTextAsync(folder.Records, "{\"v\":1,\"seq\":");
        var previous = PreviousRun.Find(Root)!;
        Assert.Equal(PreviousRunStates.UnsignedTail, previous.State);
        await RunAsync(2);
        Assert.Empty(RunChainVerifier.Verify(Root));

        var records = await File.ReadAllTextAsync(folder.Records);
        await File.WriteAllTextAsync(folder.Records, records.Replace("Something", "Somethinh", StringComparison.Ordinal));
        Assert.Equal(["run-changed"], RunChainVerifier.Verify(Root).Select(f => f.Code));
        Directory.Delete(Path.Combine(Root, RunFolderName.List(Root)[1].ToString()), recursive: true);
        Assert.Equal(PreviousRunStates.Tampered, PreviousRun.Find(Root)!.State);
    }

    [Fact]
    public async Task A_run_starts_signed_and_a_second_start_with_the_same_folder_cannot_happen()
    {
        await using var log = await RunLog.StartAsync(Options(1));
        Assert.Equal(1, log.Log.LastCheckpoint!.Checkpoint.Size);
        Assert.Equal("support.example.com/run/" + new string('1', 32), log.Log.LastCheckpoint.Checkpoint.Origin);
        await using var second = await RunLog.StartAsync(Options(2));
        Assert.NotEqual(log.Log.Folder.Path, second.Log.Folder.Path);
        await Assert.ThrowsAsync<ArgumentException>(async () => await RunLog.StartAsync(Options(1, runId: "../../etc")));
    }

    [Theory]
    [InlineData("run-1-20261120T080000Z-3f0a1b2c")]
    [InlineData("run-000001-20261320T080000Z-3f0a1b2c")]
    [InlineData("run-000001-20261120T080000Z-3F0A1B2C")]
    [InlineData("run-000001-20261120T080000Z-3f0a1b2c\n")]
    [InlineData("lost+found")]
    public void Other_folders_are_no_runs(string name) => Assert.False(RunFolderName.TryParse(name, out _));

    private RunLogOptions Options(byte number, string? runId = null) => new()
    {
        Root = Root,
        Domain = "support.example.com",
        RunId = runId ?? new string((char)('0' + number), 32),
        Key = Ed25519Key.Import(Enumerable.Repeat(number, 32).ToArray()),
        Time = _test.Time,
        Context = new RecordContext(),
        Self = TestLog.Self,
    };

    private async Task RunAsync(byte number)
    {
        await using var log = await RunLog.StartAsync(Options(number));
        Assert.True((await log.AppendAsync(TestLog.Body())).IsDurable);
    }
}
