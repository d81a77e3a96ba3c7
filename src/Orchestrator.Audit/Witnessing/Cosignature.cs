using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Witnessing;

/// <summary>What a note says about one witness.</summary>
public enum CosignatureVerdict
{
    /// <summary>No line names this key.</summary>
    Absent,

    /// <summary>A line names this key and isn't its cosignature of this text: the whole note is refused.</summary>
    Bad,

    /// <summary>Every line that names this key verifies, and there is one.</summary>
    Good,
}

/// <summary>
/// Cosignatures of C2SP tlog-cosignature, version 1 (Ed25519): behind the key id stand the time (8 bytes, big-endian, seconds since 1970) and 64 bytes of
/// Ed25519 over <c>cosignature/v1\ntime N\n</c> ‖ text. It says that at that time this was the largest tree of the log that the witness had seen, and that
/// every smaller one it had seen begins it.
/// </summary>
public static class Cosignature
{
    private const int TimeBytes = 8;

    /// <summary>What is signed.</summary>
    /// <param name="text">The checkpoint's text with its last newline.</param>
    /// <param name="seconds">Since 1970, above 0.</param>
    public static byte[] Message(string text, long seconds) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}"));

    /// <summary>Looks for a witness's cosignature in a note.</summary>
    /// <param name="note">Any note; nothing else in it is checked.</param>
    /// <param name="key">The witness.</param>
    /// <param name="seconds">The newest time that the witness signed, seconds since 1970; 0 unless the verdict is good.</param>
    public static CosignatureVerdict Verify(SignedNote note, WitnessKey key, out long seconds)
    {
        seconds = 0;
        var newest = 0L;
        foreach (var signature in note.Signatures.Where(signature => signature.Name == key.Name && signature.KeyId == key.Id))
        {
            if (Verify(note.Text, signature, key) is not { } time)
                return CosignatureVerdict.Bad;
            newest = Math.Max(newest, time);
        }

        seconds = newest;
        return newest > 0 ? CosignatureVerdict.Good : CosignatureVerdict.Absent;
    }

    /// <summary>The time that one line of this witness signed; null when the line isn't its cosignature of this text.</summary>
    public static long? Verify(string text, NoteSignature signature, WitnessKey key)
    {
        var bytes = signature.Signature.Span;
        if (signature.Name != key.Name || signature.KeyId != key.Id || bytes.Length <= TimeBytes)
            return null;
        var time = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return time > 0 && key.PublicKey.Verify(Message(text, time), bytes[TimeBytes..]) ? time : null;
    }

    /// <summary>Reads what a witness answered: signature lines, each with its newline, one at least.</summary>
    /// <returns>Null when it isn't that.</returns>
    public static IReadOnlyList<NoteSignature>? ParseLines(string body)
    {
        if (!body.EndsWith('\n'))
            return null;
        var lines = body[..^1].Split('\n');
        var signatures = lines.Take(CheckpointLimits.Signatures + 1).Select(NoteSignature.TryParse).OfType<NoteSignature>().ToList();
        return signatures.Count == lines.Length && string.Concat(signatures.Select(signature => signature.ToLine())) == body ? signatures : null;
    }

    internal static ReadOnlyMemory<byte> Join(long seconds, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[TimeBytes + signature.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seconds);
        signature.CopyTo(bytes.AsSpan(TimeBytes));
        return bytes;
    }
}
