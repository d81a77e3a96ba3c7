using System.Numerics;
using System.Security.Cryptography;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tests.Primitives;

[Trait("Requirement", "R-CRY-2")]
public sealed class RsaKeyRulesTests
{
    private static readonly byte[] Exponent = [1, 0, 1];
    private static readonly BigInteger Good = Modulus(TestKeys.Stranger);

    public static TheoryData<string, RsaKeyFlaw> Keys => new()
    {
        { "good", RsaKeyFlaw.None },
        { "1024 bits", RsaKeyFlaw.TooSmall },
        { "2048 bits", RsaKeyFlaw.TooSmall },
        { "3071 bits", RsaKeyFlaw.TooSmall },
        { "3073 bits", RsaKeyFlaw.OddLength },
        { "8200 bits", RsaKeyFlaw.TooLarge },
        { "e = 1", RsaKeyFlaw.WrongExponent },
        { "e = 3", RsaKeyFlaw.WrongExponent },
        { "e = 65539", RsaKeyFlaw.WrongExponent },
        { "e of 64 bytes", RsaKeyFlaw.WrongExponent },
        { "even", RsaKeyFlaw.EvenModulus },
        { "factor 2039", RsaKeyFlaw.SmallFactor },
        { "square", RsaKeyFlaw.CloseFactors },
        { "neighbouring primes", RsaKeyFlaw.CloseFactors },
        { "factors that agree in their upper half", RsaKeyFlaw.CloseFactors },
        { "broken generator", RsaKeyFlaw.BrokenGenerator },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_is_judged(string which, RsaKeyFlaw expected)
    {
        var random = new SeededRandom(5);
        var (modulus, exponent) = which switch
        {
            "good" => (Good, Exponent),
            "1024 bits" => (Good >> 2048 | 1, Exponent),
            "2048 bits" => (Good >> 1024 | 1, Exponent),
            "3071 bits" => (Good >> 1 | 1, Exponent),
            "3073 bits" => ((BigInteger.One << 3072) + Good, Exponent),
            "8200 bits" => ((BigInteger.One << 8199) + 1, Exponent),
            "e = 1" => (Good, [1]),
            "e = 3" => (Good, [3]),
            "e = 65539" => (Good, [1, 0, 3]),
            "e of 64 bytes" => (Good, Enumerable.Repeat((byte)1, 64).ToArray()),
            "even" => (Good - 1, Exponent),
            "factor 2039" => (WithFactor(2039), Exponent),
            "square" => (BigInteger.Pow(Rough(1536, random), 2), Exponent),
            "neighbouring primes" => Neighbours(Rough(1536, random), 2),
            "factors that agree in their upper half" => Neighbours(Rough(1536, random), BigInteger.One << 768),
            _ => (FromBrokenGenerator(), Exponent),
        };
        Assert.Equal(expected, RsaKeyRules.Check(modulus.ToByteArray(isUnsigned: true, isBigEndian: true), exponent));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void A_small_key_is_refused_as_a_whole_and_by_name(int bits)
    {
        using var rsa = RSA.Create(bits);
        Assert.False(RsaPublic.TryImport(rsa.ExportSubjectPublicKeyInfo(), out _, out var flaw));
        Assert.Equal(RsaKeyFlaw.TooSmall, flaw);
        Assert.Equal(TrustFault.BadKey, Assert.Throws<TrustException>(() => RsaIdentity.ImportPkcs8(rsa.ExportPkcs8PrivateKey())).Fault);
    }

    [Fact]
    public void A_key_has_one_spelling()
    {
        var spki = TestKeys.Stranger.Public.Spki.ToArray();
        Assert.True(RsaPublic.TryImport(spki, out _, out _));
        byte[][] others = [[], spki[..^1], [.. spki, 0], System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(spki))];
        foreach (var other in others)
        {
            Assert.False(RsaPublic.TryImport(other, out _, out var flaw));
            Assert.Equal(RsaKeyFlaw.Malformed, flaw);
        }

        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(RsaPublic.TryImport(ec.ExportSubjectPublicKeyInfo(), out _, out _));
    }

    [Fact]
    public void The_platform_spells_our_keys_the_same_way()
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(TestKeys.Stranger.Public.Spki.Span, out _);
        Assert.Equal(rsa.ExportSubjectPublicKeyInfo(), TestKeys.Stranger.Public.Spki.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo())), TestKeys.Stranger.Fingerprint.Hex);
    }

    private static BigInteger Modulus(RsaIdentity key)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key.Public.Spki.Span, out _);
        return new BigInteger(rsa.ExportParameters(false).Modulus!, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>Odd numbers without small factors serve as "primes": the rules can't tell, and needn't.</summary>
    private static BigInteger Rough(int bits, SeededRandom random)
    {
        var bytes = new byte[bits / 8];
        random.Fill(bytes);
        bytes[0] |= 0xC0;
        return NextRough(new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
    }

    private static BigInteger NextRough(BigInteger value)
    {
        value |= 1;
        while (Enumerable.Range(3, 2046).Any(d => value % d == 0))
            value += 2;
        return value;
    }

    private static (BigInteger Modulus, byte[] Exponent) Neighbours(BigInteger first, BigInteger distance) => (first * NextRough(first + distance), Exponent);

    private static BigInteger WithFactor(int factor)
    {
        var rest = NextRough(Good / factor);
        return rest * factor;
    }

    /// <summary>A power of 65537 modulo the product of the small primes, lifted to 3072 bits: the shape of the broken generator's moduli.</summary>
    private static BigInteger FromBrokenGenerator()
    {
        var product = Enumerable.Range(2, 166).Where(n => Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0)).Aggregate(BigInteger.One, (all, p) => all * p);
        var residue = BigInteger.ModPow(65537, 12345, product);
        var modulus = (((BigInteger.One << 3071) / product) * product) + product + residue;
        while (!Enumerable.Range(168, 1880).All(d => modulus % d != 0))
            modulus += product;
        return modulus;
    }
}
