using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// Who does RSA's arithmetic: the platform, or BouncyCastle where the platform's failed its self-test. PSS is SHA-384 with salt 48; OAEP is
/// SHA-256 with an empty label. Implementations are safe to call from several threads.
/// </summary>
internal interface IRsaProvider
{
    RsaProviderKind Kind { get; }

    IRsaPrivate Generate(int bits, IRandomSource random);

    IRsaPrivate Import(RSAParameters key);

    bool VerifyPss(RSAParameters key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    byte[] EncryptOaep(RSAParameters key, ReadOnlySpan<byte> plaintext, IRandomSource random);
}
