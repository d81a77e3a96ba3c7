using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// RSA by BouncyCastle, blinded: serves only where the platform's RSA failed its self-test (Wine has no OAEP). It can't zero its numbers, so a
/// private key here lives until the garbage collector takes it.
/// </summary>
internal sealed class BouncyRsa : IRsaProvider
{
    private const int PssSalt = 48;
    private const int PrimeCertainty = 128;

    public RsaProviderKind Kind => RsaProviderKind.BouncyCastle;

    public IRsaPrivate Generate(int bits, IRandomSource random)
    {
        var generator = new RsaKeyPairGenerator();
        var source = BouncyRandom.From(random);
        generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(RsaKeyRules.Exponent), source, bits, PrimeCertainty));
        return new Private((RsaPrivateCrtKeyParameters)generator.GenerateKeyPair().Private);
    }

    public IRsaPrivate Import(RSAParameters key) => new Private(new RsaPrivateCrtKeyParameters(
        Number(key.Modulus), Number(key.Exponent), Number(key.D), Number(key.P), Number(key.Q), Number(key.DP), Number(key.DQ), Number(key.InverseQ)));

    /// <summary>Slow: the library tests the modulus for being composite. So a key is imported once and kept.</summary>
    public IRsaPublic ImportPublic(RSAParameters key) => new PublicHalf(new RsaKeyParameters(false, Number(key.Modulus), Number(key.Exponent)));

    private static BigInteger Number(byte[]? bytes) => new(1, bytes!);

    private sealed class PublicHalf(RsaKeyParameters key) : IRsaPublic
    {
        public bool VerifyPss(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            var signer = new PssSigner(new RsaBlindedEngine(), new Sha384Digest(), PssSalt);
            signer.Init(false, key);
            signer.BlockUpdate(message);
            try
            {
                return signer.VerifySignature(signature.ToArray());
            }
            catch (CryptoException)
            {
                return false;
            }
        }

        public byte[] EncryptOaep(ReadOnlySpan<byte> plaintext, IRandomSource random)
        {
            var encoding = new OaepEncoding(new RsaBlindedEngine(), new Sha256Digest());
            encoding.Init(true, new ParametersWithRandom(key, BouncyRandom.From(random)));
            var input = plaintext.ToArray();
            var output = encoding.ProcessBlock(input, 0, input.Length);
            CryptographicOperations.ZeroMemory(input);
            return output;
        }
    }

    private sealed class Private(RsaPrivateCrtKeyParameters key) : IRsaPrivate
    {
        public RSAParameters Export(bool includePrivate)
        {
            var size = (key.Modulus.BitLength + 7) / 8;
            var half = (size + 1) / 2;
            var found = new RSAParameters { Modulus = Bytes(key.Modulus, size), Exponent = key.PublicExponent.ToByteArrayUnsigned() };
            if (!includePrivate)
                return found;
            found.D = Bytes(key.Exponent, size);
            found.P = Bytes(key.P, half);
            found.Q = Bytes(key.Q, half);
            found.DP = Bytes(key.DP, half);
            found.DQ = Bytes(key.DQ, half);
            found.InverseQ = Bytes(key.QInv, half);
            return found;
        }

        public byte[] SignPss(ReadOnlySpan<byte> message)
        {
            var signer = new PssSigner(new RsaBlindedEngine(), new Sha384Digest(), PssSalt);
            signer.Init(true, new ParametersWithRandom(key, BouncyRandom.From(SystemRandomSource.Instance)));
            signer.BlockUpdate(message);
            return signer.GenerateSignature();
        }

        public byte[]? DecryptOaep(ReadOnlySpan<byte> ciphertext)
        {
            var encoding = new OaepEncoding(new RsaBlindedEngine(), new Sha256Digest());
            encoding.Init(false, key);
            try
            {
                var input = ciphertext.ToArray();
                return encoding.ProcessBlock(input, 0, input.Length);
            }
            catch (CryptoException)
            {
                return null;
            }
        }

        public void Dispose()
        {
        }

        private static byte[] Bytes(BigInteger value, int size)
        {
            var bytes = value.ToByteArrayUnsigned();
            var padded = new byte[size];
            bytes.CopyTo(padded, size - bytes.Length);
            return padded;
        }
    }
}
