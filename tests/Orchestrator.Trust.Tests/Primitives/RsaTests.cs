using System.Security.Cryptography;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tests.Primitives;

public sealed class RsaTests
{
    private static readonly byte[] Content = [1, 2, 3];

    [Fact]
    public void A_signature_is_over_64_spaces_the_context_a_zero_and_the_content()
    {
        var signature = TestKeys.Stranger.Sign("ticket", Content);
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(TestKeys.Stranger.Public.Spki.Span, out _);
        byte[] message = [.. Enumerable.Repeat((byte)' ', 64), .. "orchestrator/1 ticket"u8, 0, .. Content];
        Assert.True(rsa.VerifyData(message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
    }

    [Fact]
    [Trait("Requirement", "R-HS-9")]
    public void A_signature_stands_for_no_other_context_content_or_key()
    {
        var key = TestKeys.Stranger.Public;
        var signature = TestKeys.Stranger.Sign("I", Content);
        Assert.True(key.Verify("I", Content, signature));
        Assert.False(key.Verify("R", Content, signature));
        Assert.False(key.Verify("I", [1, 2], signature));
        Assert.False(TestKeys.Technician.Public.Verify("I", Content, signature));
        Assert.False(key.Verify("I", Content, []));
        Assert.False(key.Verify("I", Content, new byte[signature.Length]));
        Assert.False(key.Verify("I", Content, Enumerable.Repeat((byte)0xFF, signature.Length).ToArray()));
        Assert.False(key.Verify("I", Content, [.. signature, 0]));
    }

    [Theory]
    [InlineData(RsaProviderKind.Platform, RsaProviderKind.BouncyCastle)]
    [InlineData(RsaProviderKind.BouncyCastle, RsaProviderKind.Platform)]
    public void What_one_provider_makes_the_other_takes(RsaProviderKind maker, RsaProviderKind taker)
    {
        var pkcs8 = TestKeys.Stranger.ExportPkcs8();
        using var one = RsaIdentity.Import(pkcs8, Providers.Of(maker));
        using var other = RsaIdentity.Import(pkcs8, Providers.Of(taker));
        Assert.Equal(maker, one.Provider);
        Assert.Equal(one.Fingerprint, other.Fingerprint);
        Assert.Equal(pkcs8, one.ExportPkcs8());
        Assert.True(other.Public.Verify("x", Content, one.Sign("x", Content)));
        Assert.Equal(Content, other.TryDecrypt(one.Public.Encrypt(Content, SystemRandomSource.Instance)));
    }

    [Fact]
    public void BouncyCastle_can_make_a_key_that_the_platform_accepts()
    {
        using var made = RsaIdentity.Generate(3072, SystemRandomSource.Instance, RsaProvider.Bouncy);
        using var taken = RsaIdentity.Import(made.ExportPkcs8(), RsaProvider.Platform);
        Assert.Equal(made.Fingerprint, taken.Fingerprint);
    }

    [Theory]
    [InlineData(RsaProviderKind.Platform)]
    [InlineData(RsaProviderKind.BouncyCastle)]
    [Trait("Requirement", "R-HS-10")]
    public void Random_ciphertexts_open_to_nothing_and_are_counted(RsaProviderKind kind)
    {
        using var key = RsaIdentity.Import(TestKeys.Stranger.ExportPkcs8(), Providers.Of(kind));
        var random = new SeededRandom(9);
        var ciphertext = new byte[key.Public.BlockSize];
        for (var i = 0; i < 20; i++)
        {
            random.Fill(ciphertext);
            Assert.Null(key.TryDecrypt(ciphertext));
        }

        Assert.Equal(20, key.Decryptions);
        Assert.Null(key.TryDecrypt(ciphertext.AsSpan(1)));
        Assert.Equal(20, key.Decryptions);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3000)]
    [InlineData(8448)]
    public void A_key_of_another_size_isnt_made(int bits) =>
        Assert.Equal(TrustFault.OutOfRange, Assert.Throws<TrustException>(() => RsaIdentity.Generate(bits, SystemRandomSource.Instance)).Fault);

    [Fact]
    public void Parts_of_two_keys_make_no_key()
    {
        var mixed = RsaDer.TryReadPkcs8(TestKeys.Stranger.ExportPkcs8())!.Value;
        mixed.D = RsaDer.TryReadPkcs8(TestKeys.Technician.ExportPkcs8())!.Value.D;
        mixed.P = RsaDer.TryReadPkcs8(TestKeys.Technician.ExportPkcs8())!.Value.P;
        Assert.Equal(TrustFault.BadKey, Assert.Throws<TrustException>(() => RsaIdentity.ImportPkcs8(RsaDer.WritePkcs8(mixed))).Fault);
        Assert.Equal(TrustFault.Malformed, Assert.Throws<TrustException>(() => RsaIdentity.ImportPkcs8(new byte[100])).Fault);
    }

    [Fact]
    public void A_disposed_key_signs_nothing()
    {
        var key = RsaIdentity.ImportPkcs8(TestKeys.Stranger.ExportPkcs8());
        key.Dispose();
        Assert.Equal(TrustFault.KeyGone, Assert.Throws<TrustException>(() => key.Sign("x", Content)).Fault);
    }

    [Fact]
    public void A_fingerprint_reads_what_it_writes_and_nothing_else()
    {
        var fingerprint = TestKeys.Stranger.Fingerprint;
        Assert.True(KeyFingerprint.TryParse(fingerprint.Hex, out var back));
        Assert.Equal(fingerprint, back);
        Assert.Equal(fingerprint, KeyFingerprint.FromBytes(fingerprint.ToBytes()));
        Assert.False(KeyFingerprint.TryParse(fingerprint.Hex.ToUpperInvariant() + "0", out _));
        Assert.False(KeyFingerprint.TryParse(new string('g', 64), out _));
        Assert.False(KeyFingerprint.TryParse(null, out _));
    }
}
