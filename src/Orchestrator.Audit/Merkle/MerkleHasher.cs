using System.Buffers;
using System.Security.Cryptography;

namespace Orchestrator.Audit.Merkle;

/// <summary>The two hashes of RFC 6962, section 2.1. The prefix byte keeps a leaf from being passed off as a node.</summary>
public static class MerkleHasher
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;
    private const int StackLimit = 2048;

    /// <summary>Root of the tree without leaves: SHA-256 of nothing.</summary>
    public static MerkleHash EmptyRoot { get; } = new(SHA256.HashData(ReadOnlySpan<byte>.Empty));

    /// <summary>SHA-256(0x00 ‖ entry).</summary>
    public static MerkleHash Leaf(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < StackLimit)
        {
            Span<byte> small = stackalloc byte[StackLimit];
            return Hash(small, entry);
        }

        var rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        var hash = Hash(rented, entry);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static MerkleHash Node(MerkleHash left, MerkleHash right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * MerkleHash.Size)];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + MerkleHash.Size)..]);
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        SHA256.HashData(input, hash);
        return new MerkleHash(hash);
    }

    private static MerkleHash Hash(Span<byte> scratch, ReadOnlySpan<byte> entry)
    {
        scratch[0] = LeafPrefix;
        entry.CopyTo(scratch[1..]);
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        SHA256.HashData(scratch[..(entry.Length + 1)], hash);
        return new MerkleHash(hash);
    }
}
