using Orchestrator.Audit.Witnessing;

namespace Orchestrator.Audit.Tests.Witnessing;

/// <summary>What a witness cosigned survives whatever happens to its process, and nothing is answered before that.</summary>
[Trait("Requirement", "R-AUD-6")]
public sealed class WitnessStateTests : IDisposable
{
    private readonly TestWitness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void It_starts_again_where_it_was()
    {
        var tree = TestWitness.Tree(50);
        Assert.Equal(200, _stage.Ask(tree, 0, 20).Status);
        _stage.Restart();
        Assert.Equal("20\n", _stage.Ask(tree, 0, 50).Body);
        Assert.Equal(200, _stage.Ask(tree, 20, 50).Status);
    }

    [Fact]
    public void Two_processes_dont_share_a_state()
    {
        _stage.Restart();
        using var key = TestWitness.Key();
        Assert.Throws<IOException>(() => WitnessState.Open(_stage.Folder, new WitnessSigner(TestWitness.Name, key).Key));
    }

    [Fact]
    public void A_process_that_dies_at_any_step_has_either_answered_and_kept_it_or_not_answered()
    {
        var tree = TestWitness.Tree(200);
        Assert.Equal(200, _stage.Ask(tree, 0, 10).Status);
        var cosigned = 10L;
        var points = 0;
        foreach (var step in Enum.GetValues<DyingDisk.Step>())
        {
            for (var bytes = 0; bytes < (step == DyingDisk.Step.WriteAside ? 40 : 1); bytes++)
            {
                points++;
                _stage.Restart(new DyingDisk(step, bytes * 10));
                Assert.Equal(500, _stage.Ask(tree, cosigned, cosigned + 3).Status);
                _stage.Restart();
                var stored = WitnessReply.ReadSize(_stage.Ask(tree, 0, 200).Body)!.Value;
                Assert.Contains(stored, new[] { cosigned, cosigned + 3 });
                // Never a smaller one, and the log can always go on.
                Assert.Equal(200, _stage.Ask(tree, stored, stored + 1).Status);
                cosigned = stored + 1;
            }
        }

        Assert.Equal(42, points);
    }

    [Fact]
    public void A_state_that_somebody_changed_stops_the_cosigning_of_that_log()
    {
        var tree = TestWitness.Tree(50);
        Assert.Equal(200, _stage.Ask(tree, 0, 20).Status);
        var file = Directory.EnumerateFiles(_stage.Folder, "*.checkpoint").Single();
        var bytes = File.ReadAllBytes(file);
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 1;
            File.WriteAllBytes(file, changed);
            // The log's own signature isn't looked at again; all that counts is under the witness's.
            var status = _stage.Ask(tree, 20, 20).Status;
            if (status == 200)
                Assert.Contains("log.example/one", System.Text.Encoding.UTF8.GetString(bytes[LineStart(bytes, i)..]), StringComparison.Ordinal);
            else
                Assert.Equal(500, status);
        }

        File.WriteAllBytes(file, bytes[..^30]);
        Assert.Equal(500, _stage.Ask(tree, 20, 30).Status);
        File.WriteAllBytes(file, []);
        Assert.Equal(500, _stage.Ask(tree, 0, 30).Status);
        File.WriteAllBytes(file, bytes);
        Assert.Equal(200, _stage.Ask(tree, 20, 30).Status);
    }

    [Fact]
    public void A_folder_that_cant_be_written_gives_no_cosignature()
    {
        var tree = TestWitness.Tree(5);
        _stage.Restart(new DyingDisk(DyingDisk.Step.WriteAside, 0));
        var reply = _stage.Ask(tree, 0, 5);
        Assert.Equal(500, reply.Status);
        Assert.NotEmpty(reply.Fault);
        Assert.DoesNotContain("\u2014", reply.Body, StringComparison.Ordinal);
    }

    private static int LineStart(byte[] bytes, int at) => Array.LastIndexOf(bytes, (byte)'\n', Math.Max(at - 1, 0)) + 1;

    /// <summary>Fails in one step, after as many bytes as it was told, and does the steps before it.</summary>
    private sealed class DyingDisk(DyingDisk.Step step, int bytes) : IWitnessDisk
    {
        internal enum Step
        {
            WriteAside,
            PutInPlace,
            FlushFolder,
        }

        public void WriteAside(string path, ReadOnlySpan<byte> all)
        {
            if (step == Step.WriteAside)
            {
                File.WriteAllBytes(path, all[..Math.Min(bytes, all.Length)].ToArray());
                throw new IOException("It died while it wrote.");
            }

            WitnessDisk.Instance.WriteAside(path, all);
        }

        public void PutInPlace(string aside, string path)
        {
            if (step == Step.PutInPlace)
                throw new IOException("It died before the rename.");
            WitnessDisk.Instance.PutInPlace(aside, path);
        }

        public void FlushFolder(string folder) => throw new IOException("It died before the name was on the disk.");
    }
}
