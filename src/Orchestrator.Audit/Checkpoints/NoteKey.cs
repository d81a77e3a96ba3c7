using System.Diagnostics.CodeAnalysis;
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
        Id = VerifierKeyText.Id(name, Ed25519Type, publicKey);
    }

    /// <summary>The name in signature lines.</summary>
    public string Name { get; }

    /// <summary>The key.</summary>
    public Ed25519Public PublicKey { get; }

    /// <summary>First four bytes, big-endian, of SHA-256(name ‖ newline ‖ type ‖ key). Finds the key; proves nothing.</summary>
    public uint Id { get; }

    /// <summary>The text form.</summary>
    public override string ToString() => VerifierKeyText.Format(Name, Id, Ed25519Type, PublicKey);

    /// <summary>Reads the text form strictly.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NoteKey? key)
    {
        key = VerifierKeyText.Parse(text, Ed25519Type) is { } read ? new NoteKey(read.Name, read.Key) : null;
        return key is not null;
    }

    /// <summary>True for what may be a key's name.</summary>
    public static bool IsAllowedName(string name) => IsName(name);

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
}
