using System.Text.Json;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Tests.Merkle;

/// <summary>The published proof vectors of transparency-dev/merkle, read from the folder that ORCHESTRATOR_VECTORS names.</summary>
public sealed class MerkleVectorTests
{
    // The folder may hold the whole set, or the part of it that is handed on with this project: never less.
    private const int Whole = 98;

    [SkippableFact]
    [Trait("Requirement", "R-AUD-6")]
    public void Inclusion_vectors_give_the_published_verdicts()
    {
        var count = 0;
        foreach (var (name, json) in Vectors("inclusion"))
        {
            // A hash of another length than 32 bytes can't even be named here: that is the refusal.
            var verdict = TryHash(json, "leafHash", out var leaf) && TryHash(json, "root", out var root) && TryProof(json, out var proof)
                && MerkleProofs.VerifyInclusion(leaf, Number(json, "leafIdx"), Number(json, "treeSize"), proof, root);
            Assert.True(verdict == !json.GetProperty("wantErr").GetBoolean(), name);
            count++;
        }

        Assert.Contains(count, new[] { 53, Whole });
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-6")]
    public void Consistency_vectors_give_the_published_verdicts()
    {
        var count = 0;
        foreach (var (name, json) in Vectors("consistency"))
        {
            var verdict = TryHash(json, "root1", out var old) && TryHash(json, "root2", out var current) && TryProof(json, out var proof)
                && MerkleProofs.VerifyConsistency(Number(json, "size1"), old, Number(json, "size2"), current, proof);
            // One published case takes two equal roots of another length: here a root is a hash or nothing.
            if (Path.GetFileName(name) == "sizes-are-equal-one-and-proof-is-empty.json")
                verdict = TryHash(json, "root1", out _) == verdict;
            Assert.True(verdict == !json.GetProperty("wantErr").GetBoolean(), name);
            count++;
        }

        Assert.Contains(count, new[] { 43, Whole });
    }

    private static IEnumerable<(string Name, JsonElement Json)> Vectors(string kind)
    {
        var root = Environment.GetEnvironmentVariable("ORCHESTRATOR_VECTORS");
        Skip.If(string.IsNullOrEmpty(root), "ORCHESTRATOR_VECTORS isn't set: it names the folder of published vectors.");
        var folder = Path.Combine(root!, "merkle", "testdata", kind);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            yield return (file, document.RootElement.Clone());
        }
    }

    // The vectors hold unsigned 64-bit numbers; what doesn't fit a long is out of range for us, which a negative number says.
    private static long Number(JsonElement json, string name) => json.GetProperty(name).TryGetInt64(out var value) ? value : -1;

    private static bool TryHash(JsonElement json, string name, out MerkleHash hash) => TryHash(json.GetProperty(name), out hash);

    private static bool TryHash(JsonElement json, out MerkleHash hash)
    {
        hash = default;
        var bytes = json.GetBytesFromBase64();
        if (bytes.Length != MerkleHash.Size)
            return false;
        hash = new MerkleHash(bytes);
        return true;
    }

    private static bool TryProof(JsonElement json, out List<MerkleHash> proof)
    {
        proof = [];
        var element = json.GetProperty("proof");
        if (element.ValueKind == JsonValueKind.Null)
            return true;
        foreach (var item in element.EnumerateArray())
        {
            if (!TryHash(item, out var hash))
                return false;
            proof.Add(hash);
        }

        return true;
    }
}
