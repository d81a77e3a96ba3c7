using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// A private RSA key with its public half: signs in a context, opens OAEP. Safe for several threads. Disposing destroys the key as far as the
/// provider allows.
/// </summary>
public sealed class RsaIdentity : IPssSigner, IDisposable
{
    private readonly IRsaPrivate _key;
    private readonly Lock _gate = new();
    private long _decryptions;
    private bool _gone;

    private RsaIdentity(IRsaPrivate key, IRsaProvider provider)
    {
        _key = key;
        Provider = provider.Kind;
        if (!RsaPublic.TryImport(RsaDer.WriteSpki(key.Export(includePrivate: false)), provider, out var found, out var flaw))
        {
            key.Dispose();
            throw new TrustException(TrustFault.BadKey, $"The RSA private key isn't acceptable: {flaw}.");
        }

        Public = found;
    }

    public RsaPublic Public { get; }

    public KeyFingerprint Fingerprint => Public.Fingerprint;

    public RsaProviderKind Provider { get; }

    /// <summary>How many times a ciphertext was decrypted or tried: shows that nothing of strangers is.</summary>
    public long Decryptions => Interlocked.Read(ref _decryptions);

    /// <summary>A new key. Takes about a second for 3072 bits, several for 4096: run it in the background.</summary>
    public static RsaIdentity Generate(int bits, IRandomSource random) => Generate(bits, random, RsaProvider.Current);

    /// <summary>From unencrypted PKCS#8, which the caller zeroes.</summary>
    /// <exception cref="TrustException">Malformed, or a key that breaks the rules.</exception>
    public static RsaIdentity ImportPkcs8(ReadOnlyMemory<byte> pkcs8) => Import(pkcs8, RsaProvider.Current);

    /// <summary>RSA-PSS over 64 spaces ‖ "orchestrator/1 " + context ‖ 0x00 ‖ content.</summary>
    public byte[] Sign(string context, ReadOnlySpan<byte> content) => PssSigning.Sign(this, context, content);

    byte[] IPssSigner.SignExact(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            RequireLiving();
            return _key.SignPss(message);
        }
    }

    /// <summary>
    /// Opens RSA-OAEP. Null when it can't: what to do then (never tell the sender) is the protocol's business. Call it only for a peer whose
    /// signature verified.
    /// </summary>
    public byte[]? TryDecrypt(ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.Length != Public.BlockSize)
            return null;
        Interlocked.Increment(ref _decryptions);
        lock (_gate)
        {
            RequireLiving();
            return _key.DecryptOaep(ciphertext);
        }
    }

    /// <summary>Unencrypted PKCS#8. The caller zeroes it.</summary>
    public byte[] ExportPkcs8()
    {
        lock (_gate)
        {
            RequireLiving();
            var key = _key.Export(includePrivate: true);
            var pkcs8 = RsaDer.WritePkcs8(key);
            foreach (var part in new[] { key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ })
                CryptographicOperations.ZeroMemory(part);
            return pkcs8;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _gone = true;
            _key.Dispose();
        }
    }

    internal static RsaIdentity Generate(int bits, IRandomSource random, IRsaProvider provider)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (bits is < RsaKeyRules.MinBits or > RsaKeyRules.MaxBits || bits % 256 != 0)
            throw new TrustException(TrustFault.OutOfRange, $"An RSA key has {RsaKeyRules.MinBits} to {RsaKeyRules.MaxBits} bits in steps of 256, not {bits}.");
        return new RsaIdentity(provider.Generate(bits, random), provider);
    }

    internal static RsaIdentity Import(ReadOnlyMemory<byte> pkcs8, IRsaProvider provider)
    {
        if (RsaDer.TryReadPkcs8(pkcs8) is not { } parameters)
            throw new TrustException(TrustFault.Malformed, "The bytes are no RSA private key in PKCS#8.");
        try
        {
            return new RsaIdentity(provider.Import(parameters), provider);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new TrustException(TrustFault.BadKey, "The parts of the RSA private key don't fit together.", e);
        }
        finally
        {
            foreach (var part in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
                CryptographicOperations.ZeroMemory(part);
        }
    }

    private void RequireLiving()
    {
        if (_gone)
            throw new TrustException(TrustFault.KeyGone, "This RSA key was destroyed; nothing can be signed or opened with it any more.");
    }
}
