using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>A private RSA key inside its provider. Not for several threads at once.</summary>
internal interface IRsaPrivate : IDisposable
{
    RSAParameters Export(bool includePrivate);

    byte[] SignPss(ReadOnlySpan<byte> message);

    /// <summary>Null when the padding is wrong.</summary>
    byte[]? DecryptOaep(ReadOnlySpan<byte> ciphertext);
}
