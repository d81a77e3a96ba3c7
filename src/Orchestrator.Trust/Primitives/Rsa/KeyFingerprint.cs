using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>The name of a key: SHA-256 of its SubjectPublicKeyInfo, written as 64 lower-case hex digits.</summary>
public readonly record struct KeyFingerprint
{
    public const int Size = SHA256.HashSizeInBytes;

    private readonly string? _hex;

    private KeyFingerprint(string hex) => _hex = hex;

    /// <summary>64 hex digits; empty for the default value, which names no key.</summary>
    public string Hex => _hex ?? "";

    public static KeyFingerprint OfSpki(ReadOnlySpan<byte> spki) => new(Convert.ToHexStringLower(SHA256.HashData(spki)));

    /// <exception cref="TrustException">Not 32 bytes.</exception>
    public static KeyFingerprint FromBytes(ReadOnlySpan<byte> bytes)
    {
        TrustException.RequireLength(bytes.Length, Size, "A key fingerprint");
        return new KeyFingerprint(Convert.ToHexStringLower(bytes));
    }

    /// <summary>Takes exactly 64 lower-case hex digits.</summary>
    public static bool TryParse(string? text, out KeyFingerprint fingerprint)
    {
        fingerprint = default;
        if (text is not { Length: 2 * Size } || text.Any(c => c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f'))))
            return false;
        fingerprint = new KeyFingerprint(text);
        return true;
    }

    public byte[] ToBytes() => _hex is null ? new byte[Size] : Convert.FromHexString(_hex);

    public override string ToString() => Hex;
}
