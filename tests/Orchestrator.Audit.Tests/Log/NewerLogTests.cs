using System.Text;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Runs;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>A log that a newer program wrote: an older one proves it, delivers it, and never writes into it.</summary>
public sealed class NewerLogTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-14")]
    public async Task A_log_of_a_newer_version_is_named_and_not_touched()
    {
        await using (var log = _test.Open())
        {
            Assert.True((await log.AppendAsync([TestLog.Line(), sequence => Encoding.UTF8.GetBytes($"{{\"v\":2,\"seq\":{sequence},\"later\":1}}")])).IsDurable);
        }

        await File.AppendAllTextAsync(_test.Folder.Records, "{\"v\":2,\"seq\":2,\"torn");
        var before = Directory.GetFiles(_test.Folder.Path).ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f)));
        var refused = Assert.Throws<EvidenceLogException>(() => _test.Open());
        Assert.Equal(EvidenceLogFailure.Newer, refused.Failure);
        Assert.Contains("version 2", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(_test.Folder.Path).ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f))));
        Assert.Equal(2, _test.Scan().SignedSize);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_newer_run_on_the_disk_is_still_chained()
    {
        var root = Path.Combine(_test.Root, "runs");
        var folder = Directory.CreateDirectory(Path.Combine(root, "run-000001-20261120T080000Z-00000001")).FullName;
        var signer = new Audit.Checkpoints.CheckpointSigner("support.example.com/run/x", Trust.Primitives.Ed25519Key.Import(new byte[32]));
        await using (var log = EvidenceLog.Open(new EvidenceLogOptions { Folder = folder, Signer = signer, Time = _test.Time }))
            await log.AppendAsync([sequence => Encoding.UTF8.GetBytes($"{{\"v\":2,\"seq\":{sequence},\"later\":1}}")]);
        var previous = PreviousRun.Find(root)!;
        Assert.Equal((PreviousRunStates.Signed, 1L), (previous.State, previous.Last!.Size));
        Assert.Empty(UndeliveredRuns.Find(root, "other"));
    }
}
