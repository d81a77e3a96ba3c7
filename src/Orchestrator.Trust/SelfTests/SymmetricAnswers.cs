using System.Security.Cryptography;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.SelfTests;

/// <summary>Known answers of hashes, key derivation, AEAD and password hashing, from the RFCs or computed by other implementations.</summary>
internal static class SymmetricAnswers
{
    public static IReadOnlyList<KnownAnswerTest> All { get; } =
    [
        new("SHA-256", KnownAnswerTest.Platform, Sha256Answer),
        new("SHA-384", KnownAnswerTest.Platform, Sha384Answer),
        new("HMAC-SHA-384", KnownAnswerTest.Platform, HmacAnswer),
        new("HKDF-SHA-384", KnownAnswerTest.Platform, HkdfAnswer),
        new("AES-256-GCM", KnownAnswerTest.Platform, AesAnswer),
        new("Argon2id", KnownAnswerTest.BouncyCastle, Argon2Answer),
    ];

    /// <summary>FIPS 180-4's "abc".</summary>
    private static bool Sha256Answer() => Is(SHA256.HashData("abc"u8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    /// <summary>The same.</summary>
    private static bool Sha384Answer() => Is(
        SHA384.HashData("abc"u8), "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");

    /// <summary>RFC 4231, case 2.</summary>
    private static bool HmacAnswer() => Is(
        Hmac384.Raw("Jefe"u8, "what do ya want for nothing?"u8),
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649");

    /// <summary>Inputs of RFC 5869, case 1, with SHA-384.</summary>
    private static bool HkdfAnswer()
    {
        var prk = Hkdf384.Extract(Range(0, 13), Enumerable.Repeat((byte)0x0b, 22).ToArray());
        var output = new byte[42];
        Hkdf384.Raw(prk, Range(0xf0, 10), output);
        return Is(prk, "704b39990779ce1dc548052c7dc39f303570dd13fb39f7acc564680bef80e8dec70ee9a7e1f3e293ef68eceb072a5ade")
            && Is(output, "9b5097a86038b805309076a44b3a9f38063e25b516dcbf369f394cfab43685f748b6457763e4f0204fc5");
    }

    private static bool AesAnswer()
    {
        using var aes = new AesGcm256(Range(0, 32));
        var nonce = Range(0x40, 12);
        var sealedBytes = new byte[12 + AesGcm256.TagSize];
        aes.Seal(nonce, "known answer"u8, "header"u8, sealedBytes);
        var right = Is(sealedBytes, "89d7c154481ce66dbeb372445762d674ff101ca5698252747ad95e9f");
        var opened = new byte[12];
        right &= aes.TryOpen(nonce, sealedBytes, "header"u8, opened) && opened.AsSpan().SequenceEqual("known answer"u8);
        sealedBytes[^1] ^= 1;
        return right && !aes.TryOpen(nonce, sealedBytes, "header"u8, opened);
    }

    /// <summary>RFC 9106, section 5.3.</summary>
    private static bool Argon2Answer() => Is(
        Argon2.Hash(Same(1, 32), Same(2, 16), new Argon2Cost(32, 3, 4), 32, secret: Same(3, 8), associated: Same(4, 12)),
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");

    internal static byte[] Range(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];

    internal static bool Is(ReadOnlySpan<byte> actual, string hex) => actual.SequenceEqual(Convert.FromHexString(hex));

    private static byte[] Same(byte value, int count) => [.. Enumerable.Repeat(value, count)];
}
