using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// Who does RSA's arithmetic: the platform, or BouncyCastle where the platform's failed its self-test. PSS is SHA-384 with salt 48; OAEP is
/// SHA-256 with an empty label. Implementations are safe for several threads.
/// </summary>
internal interface IRsaProvider
{
    RsaProviderKind Kind { get; }

    IRsaPrivate Generate(int bits, IRandomSource random);

    IRsaPrivate Import(RSAParameters key);

    IRsaPublic ImportPublic(RSAParameters key);
}
