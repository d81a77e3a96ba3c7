using System.Buffers.Binary;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Tiles;

/// <summary>Reads a log that lies as C2SP tlog-tiles. Nothing is believed that doesn't lead to the signed root.</summary>
public static class TileReader
{
    /// <summary>Reads everything and holds it against the checkpoint: each entry against its hash, each hash against the tile above, all against the root.</summary>
    /// <param name="folder">The log's prefix.</param>
    /// <param name="key">Its key.</param>
    /// <param name="entry">Called for each entry in order; the bytes live until it returns. What it did counts once this method has returned.</param>
    /// <exception cref="InvalidDataException">Something is missing, too much, or not what was signed.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static SignedCheckpoint Read(string folder, NoteKey key, Action<long, ReadOnlyMemory<byte>>? entry = null)
    {
        var failure = SignedCheckpoint.Verify(Load(folder, TilePath.Checkpoint, CheckpointLimits.NoteBytes), key, out var signed);
        if (failure != NoteFailure.None)
            throw new InvalidDataException($"The checkpoint isn't one of this log signed by its key ({failure}).");
        var size = signed!.Checkpoint.Size;
        var level = Leaves(folder, size, entry);
        var root = new CompactRange();
        foreach (var leaf in level)
            root.Append(leaf);
        if (root.Root != signed.Checkpoint.Root)
            throw new InvalidDataException("The entries don't lead to the root that was signed.");
        for (var number = 1; level.Count >= TilePath.Width; number++)
        {
            level = Above(level);
            Compare(folder, number, level);
        }

        return signed;
    }

    private static List<MerkleHash> Leaves(string folder, long size, Action<long, ReadOnlyMemory<byte>>? entry)
    {
        var leaves = new List<MerkleHash>(checked((int)size));
        while (leaves.Count < size)
        {
            var index = leaves.Count / TilePath.Width;
            var width = (int)Math.Min(TilePath.Width, size - leaves.Count);
            var path = TilePath.Entries(index, width);
            ReadOnlyMemory<byte> rest = Load(folder, path, TilePath.Width * (2 + RecordLimits.LineBytes));
            for (var i = 0; i < width; i++)
            {
                if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest.Span) is var length && rest.Length < 2 + length)
                    throw new InvalidDataException($"{path} ends within entry {i}.");
                var one = rest.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(rest.Span));
                entry?.Invoke(leaves.Count, one);
                leaves.Add(MerkleHasher.Leaf(one.Span));
                rest = rest[(2 + one.Length)..];
            }

            if (!rest.IsEmpty)
                throw new InvalidDataException($"{path} has more than {width} entries.");
        }

        Compare(folder, 0, leaves);
        return leaves;
    }

    private static void Compare(string folder, int level, List<MerkleHash> hashes)
    {
        for (var start = 0; start < hashes.Count; start += TilePath.Width)
        {
            var width = Math.Min(TilePath.Width, hashes.Count - start);
            var path = TilePath.Hashes(level, start / TilePath.Width, width);
            var tile = Load(folder, path, TilePath.Width * MerkleHash.Size);
            if (tile.Length != width * MerkleHash.Size)
                throw new InvalidDataException($"{path} hasn't {width} hashes.");
            for (var i = 0; i < width; i++)
            {
                if (new MerkleHash(tile.AsSpan(i * MerkleHash.Size, MerkleHash.Size)) != hashes[start + i])
                    throw new InvalidDataException($"{path}: hash {i} isn't that of what lies below it.");
            }
        }
    }

    /// <summary>Roots of the full tiles.</summary>
    private static List<MerkleHash> Above(List<MerkleHash> level)
    {
        var roots = new List<MerkleHash>(level.Count / TilePath.Width);
        for (var start = 0; start + TilePath.Width <= level.Count; start += TilePath.Width)
        {
            var root = new CompactRange();
            foreach (var hash in level.GetRange(start, TilePath.Width))
                root.Append(hash);
            roots.Add(root.Root);
        }

        return roots;
    }

    private static byte[] Load(string folder, string path, int most)
    {
        var full = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
        if (!File.Exists(full))
            throw new InvalidDataException($"{path} is missing.");
        using var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length > most)
            throw new InvalidDataException($"{path} is larger than it can be.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
