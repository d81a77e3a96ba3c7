using System.Diagnostics.CodeAnalysis;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Witnessing;

/// <summary>
/// A witness's verifier key (C2SP tlog-cosignature, Ed25519): <c>name+8 hex digits+base64(0x04 ‖ 32 bytes)</c>. The type byte keeps it from being taken for
/// a log's key.
/// </summary>
public sealed class WitnessKey
{
    private const byte CosignatureType = 0x04;

    /// <summary>Binds a name to a key.</summary>
    /// <param name="name">1 to 320 characters without spaces, plus signs or control characters, for example <c>lab.example/witness</c>.</param>
    /// <param name="publicKey">The Ed25519 key.</param>
    /// <exception cref="ArgumentException">The name isn't allowed.</exception>
    public WitnessKey(string name, Ed25519Public publicKey)
    {
        if (!IsName(name))
            throw new ArgumentException("A witness's name has 1 to 320 characters, without spaces, plus signs and control characters.", nameof(name));
        Name = name;
        PublicKey = publicKey;
        Id = VerifierKeyText.Id(name, CosignatureType, publicKey);
    }

    /// <summary>The name in signature lines.</summary>
    public string Name { get; }

    /// <summary>The key.</summary>
    public Ed25519Public PublicKey { get; }

    /// <summary>First four bytes of SHA-256(name ‖ newline ‖ 0x04 ‖ key). Finds the key; proves nothing.</summary>
    public uint Id { get; }

    /// <summary>The text form.</summary>
    public override string ToString() => VerifierKeyText.Format(Name, Id, CosignatureType, PublicKey);

    /// <summary>True when a witness may have this name.</summary>
    public static bool IsName(string name) => NoteKey.IsName(name);

    /// <summary>Reads the text form strictly.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WitnessKey? key)
    {
        key = VerifierKeyText.Parse(text, CosignatureType) is { } read ? new WitnessKey(read.Name, read.Key) : null;
        return key is not null;
    }
}
