using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>One signature line of a note.</summary>
/// <param name="Name">Name of the key.</param>
/// <param name="KeyId">Its id.</param>
/// <param name="Signature">What stands behind the id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Signature)
{
    private const string Dash = "\u2014 ";

    /// <summary>The line, with its newline.</summary>
    public string ToLine()
    {
        var bytes = new byte[4 + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Signature.Span.CopyTo(bytes.AsSpan(4));
        return $"{Dash}{Name} {Convert.ToBase64String(bytes)}\n";
    }

    /// <summary>Reads a line without its newline; null when it isn't one.</summary>
    public static NoteSignature? TryParse(string line)
    {
        if (!line.StartsWith(Dash, StringComparison.Ordinal))
            return null;
        var parts = line[Dash.Length..].Split(' ');
        if (parts.Length != 2 || !NoteKey.IsName(parts[0]))
            return null;
        var bytes = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], bytes, out var length) || length <= 4)
            return null;
        return new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4, length - 4));
    }
}

/// <summary>
/// A C2SP signed note: text that ends in a newline, a blank line, signature lines. Parsed strictly: what parses
/// writes back to the same bytes.
/// </summary>
public sealed class SignedNote
{
    /// <summary>Puts a note together. Text and names must be allowed ones.</summary>
    public SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    /// <summary>What is signed, with its final newline.</summary>
    public string Text { get; }

    /// <summary>The signatures, in order.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>The exact bytes.</summary>
    public byte[] ToBytes()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
            note.Append(signature.ToLine());
        return Encoding.UTF8.GetBytes(note.ToString());
    }

    /// <summary>The same text with further signatures behind those that are there.</summary>
    public SignedNote With(params IEnumerable<NoteSignature> signatures) => new(Text, [.. Signatures, .. signatures]);

    /// <summary>Reads a note. Nothing in it may be believed before a signature was verified.</summary>
    public static NoteFailure Parse(ReadOnlySpan<byte> bytes, out SignedNote? note)
    {
        note = null;
        if (bytes.Length > CheckpointLimits.NoteBytes)
            return NoteFailure.TooLarge;
        foreach (var b in bytes)
        {
            if (b < 0x20 && b != (byte)'\n')
                return NoteFailure.BadText;
        }

        if (!Utf8.IsValid(bytes))
            return NoteFailure.BadText;
        var whole = Encoding.UTF8.GetString(bytes);
        var split = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !whole.EndsWith('\n') || split + 2 == whole.Length)
            return NoteFailure.BadShape;
        var lines = whole[(split + 2)..^1].Split('\n');
        if (lines.Length > CheckpointLimits.Signatures)
            return NoteFailure.TooLarge;
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (NoteSignature.TryParse(line) is not { } signature)
                return NoteFailure.BadSignatureLine;
            signatures.Add(signature);
        }

        note = new SignedNote(whole[..(split + 1)], signatures);
        return note.ToBytes().AsSpan().SequenceEqual(bytes) ? NoteFailure.None : Refuse(out note);
    }

    private static NoteFailure Refuse(out SignedNote? note)
    {
        note = null;
        return NoteFailure.BadSignatureLine;
    }
}
