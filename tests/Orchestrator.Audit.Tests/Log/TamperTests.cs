using System.Text;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>Every change to a closed log is found, by the verifier and by the next opening, and opening changes nothing of it.</summary>
public sealed class TamperTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task Every_changed_byte_of_a_small_log_is_detected()
    {
        await _test.FillAsync(2, 3);
        Assert.Empty(Verify());
        foreach (var file in new[] { _test.Folder.Records, _test.Folder.Checkpoints, _test.Folder.Key })
        {
            var original = await File.ReadAllBytesAsync(file);
            for (var i = 0; i < original.Length; i++)
            {
                foreach (var flip in new byte[] { 0x01, 0x20 })
                {
                    var changed = (byte[])original.Clone();
                    changed[i] ^= flip;
                    await File.WriteAllBytesAsync(file, changed);
                    Assert.True(Verify().Any(f => f.Severity != FindingSeverity.Note), $"{Path.GetFileName(file)}: byte {i} changed by {flip:x2}");
                }
            }

            await File.WriteAllBytesAsync(file, original);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Truncation_at_every_byte_is_detected()
    {
        await _test.FillAsync(2, 3);
        foreach (var file in new[] { _test.Folder.Records, _test.Folder.Checkpoints })
        {
            var original = await File.ReadAllBytesAsync(file);
            var wholeNotes = file == _test.Folder.Checkpoints ? Boundaries(original) : [];
            for (var length = 0; length < original.Length; length++)
            {
                await File.WriteAllBytesAsync(file, original[..length]);
                // A checkpoint file cut between notes leaves records that nothing signs: found as such.
                var codes = Verify().Select(f => f.Code).ToArray();
                Assert.True(codes.Length > 0, $"{Path.GetFileName(file)} cut at {length}");
                if (wholeNotes.Contains(length))
                    Assert.Contains(codes, c => c is "unsigned-tail" or "no-checkpoint");
            }

            await File.WriteAllBytesAsync(file, original);
        }
    }

    [Theory]
    [Trait("Requirement", "R-AUD-5")]
    [InlineData("remove first")]
    [InlineData("remove middle")]
    [InlineData("remove last")]
    [InlineData("duplicate")]
    [InlineData("swap")]
    [InlineData("insert")]
    [InlineData("renumbered removal")]
    public async Task Removed_repeated_reordered_and_inserted_records_are_detected_and_nothing_is_repaired(string how)
    {
        await _test.FillAsync(3, 6);
        var lines = (await File.ReadAllLinesAsync(_test.Folder.Records)).ToList();
        switch (how)
        {
            case "remove first":
                lines.RemoveAt(0);
                break;
            case "remove middle":
                lines.RemoveAt(2);
                break;
            case "remove last":
                lines.RemoveAt(5);
                break;
            case "duplicate":
                lines.Insert(3, lines[3]);
                break;
            case "swap":
                (lines[1], lines[4]) = (lines[4], lines[1]);
                break;
            case "insert":
                lines.Insert(2, lines[2].Replace("Thing 2", "Thing 2b", StringComparison.Ordinal));
                break;
            case "renumbered removal":
                lines.RemoveAt(2);
                for (var i = 2; i < lines.Count; i++)
                    lines[i] = lines[i].Replace($"\"seq\":{i + 1},", $"\"seq\":{i},", StringComparison.Ordinal);
                break;
        }

        await File.WriteAllTextAsync(_test.Folder.Records, string.Concat(lines.Select(l => l + "\n")), new UTF8Encoding(false));
        Assert.Contains(Verify(), f => f.Severity == FindingSeverity.Error);
        var before = Snapshot();
        var e = Assert.Throws<EvidenceLogException>(() => _test.Open());
        Assert.Equal(EvidenceLogFailure.Tampered, e.Failure);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task A_checkpoint_that_stands_twice_or_in_another_order_is_tampering()
    {
        await _test.FillAsync(2, 4);
        var bytes = await File.ReadAllBytesAsync(_test.Folder.Checkpoints);
        var first = Boundaries(bytes)[0];
        await File.WriteAllBytesAsync(_test.Folder.Checkpoints, [.. bytes, .. bytes[first..]]);
        Assert.Contains(Verify(), f => f.Code == "checkpoint-order");
        await File.WriteAllBytesAsync(_test.Folder.Checkpoints, [.. bytes[first..], .. bytes[..first]]);
        Assert.Contains(Verify(), f => f.Code == "checkpoint-order");
        Assert.Equal(EvidenceLogFailure.Tampered, Assert.Throws<EvidenceLogException>(() => _test.Open()).Failure);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_log_rolled_back_with_its_checkpoints_is_found_by_a_checkpoint_that_somebody_kept()
    {
        await _test.FillAsync(2);
        var records = await File.ReadAllBytesAsync(_test.Folder.Records);
        var checkpoints = await File.ReadAllBytesAsync(_test.Folder.Checkpoints);
        await _test.FillAsync(5);
        var kept = _test.Scan().LastCheckpoint!.Note;
        Assert.Empty(Verify(kept));
        await File.WriteAllBytesAsync(_test.Folder.Records, records);
        await File.WriteAllBytesAsync(_test.Folder.Checkpoints, checkpoints);
        Assert.Empty(Verify());
        Assert.Equal(["tail-removed"], Verify(kept).Select(f => f.Code));

        // And a second version of the history, signed by the same key.
        await _test.FillAsync(3, 5);
        Assert.Empty(Verify());
        var other = _test.Signer.Sign(4, Merkle(4)).Note;
        Assert.Equal(["fork"], Verify(other).Select(f => f.Code));
    }

    private static Audit.Merkle.MerkleHash Merkle(int i) => Audit.Merkle.MerkleHasher.Leaf([(byte)i]);

    private IReadOnlyList<Finding> Verify(params ReadOnlyMemory<byte>[] known) =>
        LogVerifier.Verify(new LogVerification { Folder = _test.Folder.Path, Key = _test.Signer.Key, KnownCheckpoints = known }).Findings;

    private static List<int> Boundaries(byte[] file)
    {
        var boundaries = new List<int>();
        using var stream = new MemoryStream(file);
        var position = 0;
        CheckpointScanner.Scan(stream, note => boundaries.Add(position += note.Length + 1));
        return boundaries;
    }

    private string Snapshot() => string.Join('\n', Directory.EnumerateFiles(_test.Folder.Path).Order(StringComparer.Ordinal)
        .Select(f => $"{Path.GetFileName(f)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}"));
}
