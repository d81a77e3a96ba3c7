using System.Globalization;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Witnessing;

/// <summary>The body of <c>add-checkpoint</c> of C2SP tlog-witness: old size, consistency proof, an empty line, the note.</summary>
/// <param name="OldSize">Records of the checkpoint that the witness cosigned last.</param>
/// <param name="Proof">From there to the note's size; at most 63 hashes.</param>
/// <param name="Note">The signed checkpoint, byte for byte.</param>
public sealed record AddCheckpoint(long OldSize, IReadOnlyList<MerkleHash> Proof, ReadOnlyMemory<byte> Note)
{
    /// <summary>Hashes in a proof.</summary>
    public const int MostHashes = 63;

    /// <summary>Bytes of a whole body: "old", a number of at most 19 digits, 63 hashes, the note.</summary>
    public const int MostBytes = 4 + 20 + (MostHashes * 45) + 1 + CheckpointLimits.NoteBytes;

    private const string Old = "old ";

    /// <summary>The exact bytes.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Old}{OldSize}\n"));
        foreach (var hash in Proof)
            head.Append(hash.ToBase64()).Append('\n');
        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Note.Span];
    }

    /// <summary>Reads a body strictly; null when it isn't one. The note isn't looked at.</summary>
    public static AddCheckpoint? TryParse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MostBytes)
            return null;
        var split = body.Span.IndexOf("\n\n"u8);
        if (split < 0)
            return null;
        var lines = Encoding.ASCII.GetString(body.Span[..split]).Split('\n');
        if (lines.Length - 1 > MostHashes || TryParseSize(lines[0]) is not { } old)
            return null;
        var proof = new List<MerkleHash>(lines.Length - 1);
        foreach (var line in lines.Skip(1))
        {
            if (!MerkleHash.TryParseBase64(line, out var hash))
                return null;
            proof.Add(hash);
        }

        return new AddCheckpoint(old, proof, body[(split + 2)..]);
    }

    private static long? TryParseSize(string line)
    {
        if (!line.StartsWith(Old, StringComparison.Ordinal))
            return null;
        var digits = line[Old.Length..];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size.ToString(CultureInfo.InvariantCulture) == digits ? size : null;
    }
}
