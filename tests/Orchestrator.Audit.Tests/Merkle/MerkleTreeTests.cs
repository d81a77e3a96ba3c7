using System.Text;
using CsCheck;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Tests.Merkle;

public sealed class MerkleTreeTests
{
    private static readonly Gen<(int Size, int Old, int Index)> Shapes =
        from size in Gen.Int[1, 200]
        from old in Gen.Int[0, size]
        from index in Gen.Int[0, size - 1]
        select (size, old, index);

    [Fact]
    public void The_empty_tree_and_the_empty_leaf_have_the_hashes_of_RFC_6962()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", MerkleHasher.EmptyRoot.ToString());
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", MerkleHasher.Leaf([]).ToString());
    }

    [Fact]
    public void Eight_known_leaves_give_the_roots_of_the_reference_implementation()
    {
        // Leaves and roots of the reference tree in certificate-transparency's merkle tests.
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        string[] roots =
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        var range = new CompactRange();
        for (var i = 0; i < leaves.Length; i++)
        {
            range.Append(MerkleHasher.Leaf(Convert.FromHexString(leaves[i])));
            Assert.Equal(roots[i], range.Root.ToString());
        }
    }

    [Fact]
    public void The_compact_range_and_the_whole_tree_agree_at_every_size()
    {
        var tree = new MerkleTree();
        var range = new CompactRange();
        Assert.Equal(MerkleHasher.EmptyRoot, tree.RootAt(0));
        for (var size = 1; size <= 300; size++)
        {
            tree.Append(Leaf(size - 1));
            range.Append(Leaf(size - 1));
            Assert.Equal(range.Root, tree.RootAt(size));
        }

        Assert.Equal(Build(137).Range.Root, tree.RootAt(137));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    public void Every_inclusion_proof_verifies_and_no_other_leaf_index_or_size_does() =>
        Shapes.Sample(shape =>
        {
            var (tree, range) = Build(shape.Size);
            var proof = tree.InclusionProof(shape.Index, shape.Size);
            Assert.True(MerkleProofs.VerifyInclusion(Leaf(shape.Index), shape.Index, shape.Size, proof, range.Root));
            Assert.False(MerkleProofs.VerifyInclusion(Leaf(shape.Size), shape.Index, shape.Size, proof, range.Root));
            Assert.False(MerkleProofs.VerifyInclusion(Leaf(shape.Index), shape.Index, shape.Size, [.. proof, Leaf(0)], range.Root));
            if (proof.Count > 0)
                Assert.False(MerkleProofs.VerifyInclusion(Leaf(shape.Index), shape.Index, shape.Size, proof.Skip(1).ToList(), range.Root));
            for (var other = 0; other < shape.Size; other++)
                Assert.Equal(other == shape.Index, MerkleProofs.VerifyInclusion(Leaf(shape.Index), other, shape.Size, proof, range.Root));
        }, iter: 200, threads: 1);

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    public void Every_consistency_proof_verifies_and_none_with_another_root_or_length_does() =>
        Shapes.Sample(shape =>
        {
            var (tree, range) = Build(shape.Size);
            var oldRoot = tree.RootAt(shape.Old);
            var proof = tree.ConsistencyProof(shape.Old, shape.Size);
            Assert.True(MerkleProofs.VerifyConsistency(shape.Old, oldRoot, shape.Size, range.Root, proof));
            Assert.False(MerkleProofs.VerifyConsistency(shape.Old, Leaf(7777), shape.Size, range.Root, proof));
            Assert.False(MerkleProofs.VerifyConsistency(shape.Old, oldRoot, shape.Size, range.Root, [.. proof, Leaf(0)]));
            if (shape.Old > 0)
                Assert.False(MerkleProofs.VerifyConsistency(shape.Old, oldRoot, shape.Size, Leaf(7777), proof));
            if (proof.Count > 0)
                Assert.False(MerkleProofs.VerifyConsistency(shape.Old, oldRoot, shape.Size, range.Root, proof.Take(proof.Count - 1).ToList()));
        }, iter: 300, threads: 1);

    [Fact]
    public void A_tree_whose_past_was_changed_has_no_consistency_proof_to_its_old_root()
    {
        var honest = Build(40).Tree;
        var forged = new MerkleTree();
        for (var i = 0; i < 64; i++)
            forged.Append(i == 17 ? Leaf(9999) : Leaf(i));
        Assert.False(MerkleProofs.VerifyConsistency(40, honest.RootAt(40), 64, forged.RootAt(64), forged.ConsistencyProof(40, 64)));
    }

    [Fact]
    public void A_long_leaf_is_hashed_like_a_short_one()
    {
        var entry = new byte[65_535];
        entry.AsSpan().Fill(0x61);
        var expected = System.Security.Cryptography.SHA256.HashData([0, .. entry]);
        Assert.Equal(new MerkleHash(expected), MerkleHasher.Leaf(entry));
    }

    private static (MerkleTree Tree, CompactRange Range) Build(int size)
    {
        var tree = new MerkleTree();
        var range = new CompactRange();
        for (var i = 0; i < size; i++)
        {
            tree.Append(Leaf(i));
            range.Append(Leaf(i));
        }

        return (tree, range);
    }

    private static MerkleHash Leaf(int i) => MerkleHasher.Leaf(Encoding.UTF8.GetBytes($"leaf {i}"));
}
