using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>The text of verifier keys of the signed-note format: <c>name+8 hex digits+base64(type ‖ 32 bytes)</c>. One way to write each.</summary>
internal static class VerifierKeyText
{
    /// <summary>First four bytes, big-endian, of SHA-256(name ‖ newline ‖ type ‖ key).</summary>
    public static uint Id(string name, byte type, Ed25519Public key)
    {
        byte[] input = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. key.Bytes.Span];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input));
    }

    public static string Format(string name, uint id, byte type, Ed25519Public key)
    {
        byte[] typed = [type, .. key.Bytes.Span];
        return string.Create(CultureInfo.InvariantCulture, $"{name}+{id:x8}+{Convert.ToBase64String(typed)}");
    }

    /// <summary>Reads the text strictly; null when it isn't a key of this type.</summary>
    public static (string Name, Ed25519Public Key)? Parse(string? text, byte type)
    {
        // Base64 may hold plus signs, so only the first two separate.
        var parts = (text ?? "").Split('+', 3);
        if (parts.Length != 3 || !NoteKey.IsName(parts[0]))
            return null;
        Span<byte> typed = stackalloc byte[64];
        if (parts[2].Length != 44 || !Convert.TryFromBase64String(parts[2], typed, out var length) || length != 33 || typed[0] != type)
            return null;
        if (Ed25519Public.TryImport(typed[1..33]) is not { } key)
            return null;
        return Format(parts[0], Id(parts[0], type, key), type, key) == text ? (parts[0], key) : null;
    }
}
