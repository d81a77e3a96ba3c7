using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>RSA by the base class library.</summary>
internal sealed class PlatformRsa : IRsaProvider
{
    public RsaProviderKind Kind => RsaProviderKind.Platform;

    /// <summary>The platform draws its primes from its own generator: it takes no source of ours.</summary>
    public IRsaPrivate Generate(int bits, IRandomSource random)
    {
        var rsa = RSA.Create(bits);
        rsa.ExportParameters(includePrivateParameters: false); // forces the lazy generation to happen here
        return new Private(rsa);
    }

    public IRsaPrivate Import(RSAParameters key) => new Private(RSA.Create(key));

    public IRsaPublic ImportPublic(RSAParameters key) => new PublicHalf(key);

    /// <summary>Holds the numbers and opens the platform's key for each use: cheap beside the operation, and nothing to dispose or to lock.</summary>
    private sealed class PublicHalf(RSAParameters key) : IRsaPublic
    {
        public bool VerifyPss(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            using var rsa = RSA.Create(key);
            try
            {
                return rsa.VerifyData(message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        public byte[] EncryptOaep(ReadOnlySpan<byte> plaintext, IRandomSource random)
        {
            using var rsa = RSA.Create(key);
            return rsa.Encrypt(plaintext, RSAEncryptionPadding.OaepSHA256);
        }
    }

    private sealed class Private(RSA rsa) : IRsaPrivate
    {
        public RSAParameters Export(bool includePrivate) => rsa.ExportParameters(includePrivate);

        public byte[] SignPss(ReadOnlySpan<byte> message) => rsa.SignData(message, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);

        public byte[]? DecryptOaep(ReadOnlySpan<byte> ciphertext)
        {
            try
            {
                return rsa.Decrypt(ciphertext, RSAEncryptionPadding.OaepSHA256);
            }
            catch (CryptographicException)
            {
                return null;
            }
        }

        public void Dispose() => rsa.Dispose();
    }
}
