namespace Orchestrator.Audit.Merkle;

/// <summary>
/// A whole tree in memory (64 bytes a leaf): roots of any earlier size, inclusion and consistency proofs of RFC 6962.
/// For verification and export; the writing side needs only a <see cref="CompactRange"/>.
/// </summary>
public sealed class MerkleTree
{
    // _levels[h][i] is the root of the complete subtree over leaves [i·2^h, (i+1)·2^h).
    private readonly List<List<MerkleHash>> _levels = [[]];

    /// <summary>Leaves so far.</summary>
    public long Size => _levels[0].Count;

    /// <summary>Appends the hash of one leaf.</summary>
    public void Append(MerkleHash leaf)
    {
        _levels[0].Add(leaf);
        for (var level = 0; (_levels[level].Count & 1) == 0; level++)
        {
            if (_levels.Count == level + 1)
                _levels.Add([]);
            _levels[level + 1].Add(MerkleHasher.Node(_levels[level][^2], _levels[level][^1]));
        }
    }

    /// <summary>Hash of one leaf.</summary>
    public MerkleHash LeafAt(long index) => _levels[0][checked((int)index)];

    /// <summary>Root of the first <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree doesn't have so many leaves.</exception>
    public MerkleHash RootAt(long size)
    {
        CheckSize(size);
        return size == 0 ? MerkleHasher.EmptyRoot : Range(0, size);
    }

    /// <summary>Proof that leaf <paramref name="index"/> is in the tree of <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree doesn't have so many leaves.</exception>
    public IReadOnlyList<MerkleHash> InclusionProof(long index, long size)
    {
        CheckSize(size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<MerkleHash>();
        Path(index, 0, size, proof);
        return proof;
    }

    /// <summary>Proof that the tree of <paramref name="newSize"/> leaves starts with the tree of <paramref name="oldSize"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Sizes out of order, or beyond this tree.</exception>
    public IReadOnlyList<MerkleHash> ConsistencyProof(long oldSize, long newSize)
    {
        CheckSize(newSize);
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var proof = new List<MerkleHash>();
        if (oldSize != 0 && oldSize != newSize)
            SubProof(oldSize, 0, newSize, oldIsWhole: true, proof);
        return proof;
    }

    private void Path(long index, long start, long count, List<MerkleHash> proof)
    {
        if (count == 1)
            return;
        var left = LeftSize(count);
        if (index < left)
        {
            Path(index, start, left, proof);
            proof.Add(Range(start + left, count - left));
        }
        else
        {
            Path(index - left, start + left, count - left, proof);
            proof.Add(Range(start, left));
        }
    }

    private void SubProof(long old, long start, long count, bool oldIsWhole, List<MerkleHash> proof)
    {
        if (old == count)
        {
            if (!oldIsWhole)
                proof.Add(Range(start, count));
            return;
        }

        var left = LeftSize(count);
        if (old <= left)
        {
            SubProof(old, start, left, oldIsWhole, proof);
            proof.Add(Range(start + left, count - left));
        }
        else
        {
            SubProof(old - left, start + left, count - left, oldIsWhole: false, proof);
            proof.Add(Range(start, left));
        }
    }

    // Root of leaves [start, start+count). Starts always lie on a multiple of the next power of two, as the recursion splits there.
    private MerkleHash Range(long start, long count)
    {
        if (long.IsPow2(count))
        {
            var level = (int)long.Log2(count);
            return _levels[level][checked((int)(start >> level))];
        }

        var left = LeftSize(count);
        return MerkleHasher.Node(Range(start, left), Range(start + left, count - left));
    }

    private void CheckSize(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
    }

    /// <summary>The largest power of two smaller than <paramref name="count"/>, which is at least 2.</summary>
    private static long LeftSize(long count) => 1L << (int)long.Log2(count - 1);
}
