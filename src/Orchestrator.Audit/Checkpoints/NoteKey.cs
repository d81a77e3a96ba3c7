using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>
/// A verifier key of the signed-note format: a name and an Ed25519 public key. As text:
/// <c>name+8 hex digits+base64(0x01 ‖ 32 bytes)</c>.
/// </summary>
public sealed class NoteKey
{
    private const byte Ed25519Type = 0x01;

    /// <summary>Binds a name to a key.</summary>
    /// <param name="name">1 to 320 characters without spaces, plus signs or control characters; for a log, its origin.</param>
    /// <param name="publicKey">The Ed25519 key.</param>
    /// <exception cref="ArgumentException">The name isn't allowed.</exception>
    public NoteKey(string name, Ed25519Public publicKey)
    {
        if (!IsName(name))
            throw new ArgumentException("A key name has 1 to 320 characters, without spaces, plus signs and control characters.", nameof(name));
        Name = name;
        PublicKey = publicKey;
        Id = ComputeId(name, publicKey);
    }

    /// <summary>The name in signature lines.</summary>
    public string Name { get; }

    /// <summary>The key.</summary>
    public Ed25519Public PublicKey { get; }

    /// <summary>First four bytes, big-endian, of SHA-256(name ‖ newline ‖ type ‖ key). Finds the key; proves nothing.</summary>
    public uint Id { get; }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        byte[] typed = [Ed25519Type, .. PublicKey.Bytes.Span];
        return string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String(typed)}");
    }

    /// <summary>Reads the text form strictly.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NoteKey? key)
    {
        key = null;
        // Base64 may hold plus signs, so only the first two separate.
        var parts = (text ?? "").Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]))
            return false;
        Span<byte> typed = stackalloc byte[64];
        if (parts[2].Length != 44 || !Convert.TryFromBase64String(parts[2], typed, out var length) || length != 33 || typed[0] != Ed25519Type)
            return false;
        if (Ed25519Public.TryImport(typed[1..33]) is not { } publicKey)
            return false;
        var candidate = new NoteKey(parts[0], publicKey);
        if (candidate.ToString() != text)
            return false;
        key = candidate;
        return true;
    }

    internal static bool IsName(string name)
    {
        if (name.Length is 0 or > CheckpointLimits.NameCharacters)
            return false;
        foreach (var c in name)
        {
            if (c == '+' || char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c))
                return false;
        }

        return true;
    }

    private static uint ComputeId(string name, Ed25519Public publicKey)
    {
        byte[] input = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey.Bytes.Span];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input));
    }
}
