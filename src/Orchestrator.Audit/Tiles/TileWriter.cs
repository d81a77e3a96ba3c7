using System.Buffers;
using System.Buffers.Binary;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Tiles;

/// <summary>
/// Writes a log as static files of C2SP tlog-tiles: hashes in tiles of 256, entries in bundles with their lengths (2 bytes, big-endian), the newest checkpoint.
/// Made from the finished lines, beside the log: nothing of it is on the way of an append.
/// </summary>
public sealed class TileWriter
{
    private readonly string _folder;
    private readonly List<List<MerkleHash>> _open = [];
    private readonly List<long> _written = [];
    private readonly ArrayBufferWriter<byte> _entries = new(64 * 1024);
    private long _size;

    private TileWriter(string folder) => _folder = folder;

    /// <summary>Writes all records that the newest checkpoint covers.</summary>
    /// <param name="log">The log's folder.</param>
    /// <param name="key">Its key.</param>
    /// <param name="folder">A new or empty folder: the log's prefix.</param>
    /// <returns>The checkpoint that lies there.</returns>
    /// <exception cref="InvalidDataException">The log isn't proven, has no checkpoint, or the folder isn't empty.</exception>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    public static SignedCheckpoint Write(LogFolder log, NoteKey key, string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"{folder} isn't empty. Name a new folder: tiles of two logs must not mix.");

        // First it is proven as a whole: tiles of a log that was tampered with would only spread it.
        var scan = LogScan.Run(log, key);
        if (scan.Tampered || scan.LastCheckpoint is not { } last)
            throw new InvalidDataException(scan.Problems.Count > 0 ? scan.Problems[0].Sentence : "The log has no checkpoint yet, so there is nothing that tiles could be held against.");
        var writer = new TileWriter(folder);
        LogScan.Run(log, key, (sequence, line) =>
        {
            if (sequence < last.Checkpoint.Size)
                writer.Add(line.Span);
        });
        writer.Finish();
        writer.Put(TilePath.Checkpoint, last.Note.Span);
        return last;
    }

    private void Add(ReadOnlySpan<byte> entry)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)entry.Length));
        _entries.Write(length);
        _entries.Write(entry);
        _size++;
        if (_size % TilePath.Width == 0)
            PutEntries((_size / TilePath.Width) - 1, TilePath.Width);
        Add(0, MerkleHasher.Leaf(entry));
    }

    private void Add(int level, MerkleHash hash)
    {
        if (_open.Count == level)
        {
            _open.Add([]);
            _written.Add(0);
        }

        _open[level].Add(hash);
        if (_open[level].Count < TilePath.Width)
            return;
        PutHashes(level);
        var root = new CompactRange();
        foreach (var one in _open[level])
            root.Append(one);
        _open[level].Clear();
        _written[level]++;
        Add(level + 1, root.Root);
    }

    private void Finish()
    {
        for (var level = 0; level < _open.Count; level++)
        {
            if (_open[level].Count > 0)
                PutHashes(level);
        }

        if (_size % TilePath.Width is var rest and > 0)
            PutEntries(_size / TilePath.Width, (int)rest);
    }

    private void PutHashes(int level)
    {
        var bytes = new byte[_open[level].Count * MerkleHash.Size];
        for (var i = 0; i < _open[level].Count; i++)
            _open[level][i].CopyTo(bytes.AsSpan(i * MerkleHash.Size));
        Put(TilePath.Hashes(level, _written[level], _open[level].Count), bytes);
    }

    private void PutEntries(long index, int width)
    {
        Put(TilePath.Entries(index, width), _entries.WrittenSpan);
        _entries.ResetWrittenCount();
    }

    private void Put(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.Combine(_folder, path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        file.Write(bytes);
    }
}
