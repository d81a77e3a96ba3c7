namespace Orchestrator.Audit.Merkle;

/// <summary>
/// The growing edge of a tree: one hash for each set bit of the size, enough to append and to name the root,
/// in at most 63 hashes of memory. It can't make proofs: <see cref="MerkleTree"/> does.
/// </summary>
public sealed class CompactRange
{
    private readonly List<MerkleHash> _subtrees;

    /// <summary>A tree without leaves.</summary>
    public CompactRange() => _subtrees = [];

    private CompactRange(CompactRange other)
    {
        _subtrees = [.. other._subtrees];
        Size = other.Size;
    }

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>The RFC 6962 root of all leaves so far.</summary>
    public MerkleHash Root
    {
        get
        {
            if (_subtrees.Count == 0)
                return MerkleHasher.EmptyRoot;
            var root = _subtrees[^1];
            for (var i = _subtrees.Count - 2; i >= 0; i--)
                root = MerkleHasher.Node(_subtrees[i], root);
            return root;
        }
    }

    /// <summary>Appends the hash of one leaf.</summary>
    public void Append(MerkleHash leaf)
    {
        // Equal-sized neighbours merge: as many times as the size has trailing one bits.
        var hash = leaf;
        for (var size = Size; (size & 1) == 1; size >>= 1)
        {
            hash = MerkleHasher.Node(_subtrees[^1], hash);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(hash);
        Size++;
    }

    /// <summary>A copy that grows by itself.</summary>
    public CompactRange Clone() => new(this);
}
