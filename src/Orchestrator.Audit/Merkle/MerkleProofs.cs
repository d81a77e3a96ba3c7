namespace Orchestrator.Audit.Merkle;

/// <summary>Verification of RFC 6962 proofs, iterative as in RFC 9162, section 2.1.3.2 and 2.1.4.2. A proof of the wrong length is wrong.</summary>
public static class MerkleProofs
{
    /// <summary>True when the proof shows that <paramref name="leaf"/> stands at <paramref name="index"/> in the tree with this size and root.</summary>
    public static bool VerifyInclusion(MerkleHash leaf, long index, long size, IReadOnlyList<MerkleHash> proof, MerkleHash root)
    {
        if (index < 0 || size <= 0 || index >= size)
            return false;
        var node = index;
        var last = size - 1;
        var hash = leaf;
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHasher.Node(sibling, hash);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                hash = MerkleHasher.Node(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == root;
    }

    /// <summary>True when the proof shows that the newer tree starts with the older one.</summary>
    public static bool VerifyConsistency(long oldSize, MerkleHash oldRoot, long newSize, MerkleHash newRoot, IReadOnlyList<MerkleHash> proof)
    {
        if (oldSize < 0 || oldSize > newSize)
            return false;
        if (oldSize == newSize)
            return proof.Count == 0 && oldRoot == newRoot;
        if (oldSize == 0)
            return proof.Count == 0 && oldRoot == MerkleHasher.EmptyRoot;

        // A complete old tree is itself the first hash; the proof leaves it out.
        var position = 0;
        MerkleHash first;
        if (long.IsPow2(oldSize))
            first = oldRoot;
        else if (proof.Count > 0)
            first = proof[position++];
        else
            return false;

        var node = oldSize - 1;
        var last = newSize - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        var oldHash = first;
        var newHash = first;
        for (; position < proof.Count; position++)
        {
            if (last == 0)
                return false;
            var sibling = proof[position];
            if ((node & 1) == 1 || node == last)
            {
                oldHash = MerkleHasher.Node(sibling, oldHash);
                newHash = MerkleHasher.Node(sibling, newHash);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                newHash = MerkleHasher.Node(newHash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && oldHash == oldRoot && newHash == newRoot;
    }

    private static void SkipLevelsWithoutSibling(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            node >>= 1;
            last >>= 1;
        }
    }
}
