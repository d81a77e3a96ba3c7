using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.SelfTests;

/// <summary>Known answers of X25519, Ed25519 and ML-KEM-768.</summary>
internal static class AsymmetricAnswers
{
    public static IReadOnlyList<KnownAnswerTest> All { get; } =
    [
        new("X25519", KnownAnswerTest.BouncyCastle, X25519Answer),
        new("Ed25519", KnownAnswerTest.BouncyCastle, Ed25519Answer),
        new("ML-KEM-768", KnownAnswerTest.BouncyCastle, MlKemAnswer),
    ];

    /// <summary>RFC 7748, section 6.1, and the refusal of a point of small order.</summary>
    private static bool X25519Answer()
    {
        using var alice = X25519Key.Import(Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        var secret = new byte[X25519Key.Size];
        var agreed = alice.TryAgree(Convert.FromHexString("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"), secret);
        return agreed
            && SymmetricAnswers.Is(alice.Public.Span, "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
            && SymmetricAnswers.Is(secret, "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
            && !alice.TryAgree(new byte[X25519Key.Size], secret);
    }

    /// <summary>RFC 8032, section 7.1, test 3.</summary>
    private static bool Ed25519Answer()
    {
        using var key = Ed25519Key.Import(Convert.FromHexString("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
        byte[] message = [0xaf, 0x82];
        var signature = key.Sign(message);
        var right = SymmetricAnswers.Is(key.Public.Bytes.Span, "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
            && SymmetricAnswers.Is(signature, "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")
            && key.Public.Verify(message, signature);
        message[0] ^= 1;
        return right && !key.Public.Verify(message, signature);
    }

    /// <summary>Seed 00 01 … 3f and message 40 … 5f; the long values by their SHA-256.</summary>
    private static bool MlKemAnswer()
    {
        using var key = MlKem768Key.Import(SymmetricAnswers.Range(0, MlKem768Key.SeedSize));
        byte[] ciphertext = new byte[MlKem768.CiphertextSize], sent = new byte[MlKem768.SecretSize], received = new byte[MlKem768.SecretSize];
        return MlKem768.TryEncapsulate(key.EncapsulationKey.Span, new FixedBytes(0x40), ciphertext, sent)
            && key.TryDecapsulate(ciphertext, received)
            && sent.AsSpan().SequenceEqual(received)
            && SymmetricAnswers.Is(SHA256.HashData(key.EncapsulationKey.Span), "0b7934c83125c788995e2ba6bd761e33046b3e40571be53e023309a29f398cc9")
            && SymmetricAnswers.Is(SHA256.HashData(ciphertext), "dbf4e9aa48b078ad46ec1c9c47bda8c2d2fec9d0e7a21bd48d2238a2abedb856")
            && SymmetricAnswers.Is(received, "9cddd089ffe70e3996e76f7c8d06746df34d07e8657bc0fcf2bb0e1c3084aea1");
    }

    private sealed class FixedBytes(byte first) : IRandomSource
    {
        public void Fill(Span<byte> destination)
        {
            for (var i = 0; i < destination.Length; i++)
                destination[i] = (byte)(first + i);
        }
    }
}
