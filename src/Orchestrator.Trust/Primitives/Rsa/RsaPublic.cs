using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// An RSA public key that passed <see cref="RsaKeyRules"/>: verifies signatures, encrypts with OAEP. Immutable; safe for several threads.
/// </summary>
public sealed class RsaPublic : IEquatable<RsaPublic>
{
    private readonly IRsaPublic _key;
    private readonly byte[] _spki;

    private RsaPublic(IRsaPublic key, int blockSize, byte[] spki)
    {
        _key = key;
        _spki = spki;
        BlockSize = blockSize;
        Fingerprint = KeyFingerprint.OfSpki(spki);
    }

    /// <summary>The DER SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> Spki => _spki;

    public KeyFingerprint Fingerprint { get; }

    public int Bits => BlockSize * 8;

    /// <summary>Length of a signature and of a ciphertext, in bytes.</summary>
    public int BlockSize { get; }

    /// <summary>OAEP with SHA-256 takes at most this many bytes.</summary>
    public int MaxPlaintext => BlockSize - (2 * SHA256.HashSizeInBytes) - 2;

    /// <summary>Reads a SubjectPublicKeyInfo from a peer. False with the flaw when it isn't acceptable.</summary>
    public static bool TryImport(ReadOnlySpan<byte> spki, [NotNullWhen(true)] out RsaPublic? key, out RsaKeyFlaw flaw) =>
        TryImport(spki, RsaProvider.Current, out key, out flaw);

    /// <exception cref="TrustException">The key isn't acceptable; the message names the flaw.</exception>
    public static RsaPublic Import(ReadOnlySpan<byte> spki) => TryImport(spki, out var key, out var flaw)
        ? key
        : throw new TrustException(TrustFault.BadKey, $"The RSA public key isn't acceptable: {flaw}.");

    /// <summary>True when the signature was made in this context over this content. Never throws on what a peer sent.</summary>
    public bool Verify(string context, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
        VerifyExact(SignedMessage.Build(context, content), signature);

    /// <summary>RSA-OAEP (SHA-256, empty label) of at most <see cref="MaxPlaintext"/> bytes.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plaintext, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (plaintext.Length > MaxPlaintext)
            throw new TrustException(TrustFault.WrongLength, $"RSA-OAEP takes at most {MaxPlaintext} bytes here, not {plaintext.Length}.");
        return _key.EncryptOaep(plaintext, random);
    }

    public bool Equals(RsaPublic? other) => other is not null && Fingerprint == other.Fingerprint;

    public override bool Equals(object? obj) => Equals(obj as RsaPublic);

    public override int GetHashCode() => Fingerprint.GetHashCode();

    public override string ToString() => $"RSA-{Bits} {Fingerprint}";

    /// <summary>Over the message as it is: for certificates, whose format is given.</summary>
    internal bool VerifyExact(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == BlockSize && _key.VerifyPss(message, signature);

    internal static bool TryImport(ReadOnlySpan<byte> spki, IRsaProvider provider, [NotNullWhen(true)] out RsaPublic? key, out RsaKeyFlaw flaw)
    {
        key = null;
        flaw = RsaKeyFlaw.Malformed;
        if (RsaDer.TryReadSpki(spki) is not { } parameters)
            return false;
        flaw = RsaKeyRules.Check(parameters.Modulus, parameters.Exponent);
        if (flaw != RsaKeyFlaw.None)
            return false;
        try
        {
            key = new RsaPublic(provider.ImportPublic(parameters), parameters.Modulus!.Length, spki.ToArray());
            return true;
        }
        catch (ArgumentException)
        {
            flaw = RsaKeyFlaw.RefusedByProvider;
            return false;
        }
    }
}
