using Orchestrator.Trust.Primitives;
using Xunit.Abstractions;

namespace Orchestrator.Trust.Tests.Vectors;

/// <summary>Wycheproof's cases through our own wrappers, as far as the wrappers can express them (fixed sizes, one salt length, empty label).</summary>
[Trait("Requirement", "R-CRY-4")]
public sealed class WycheproofTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Aes_256_gcm()
    {
        var run = 0;
        foreach (var (group, test) in WycheproofFile.Cases("aes_gcm_test.json"))
        {
            if (group.Number("keySize") != 256 || group.Number("ivSize") != 96)
                continue;
            run++;
            byte[] nonce = test.Hex("iv"), aad = test.Hex("aad"), message = test.Hex("msg"), expected = [.. test.Hex("ct"), .. test.Hex("tag")];
            using var aes = new AesGcm256(test.Hex("key"));
            var opened = new byte[expected.Length - AesGcm256.TagSize];
            Assert.True(test.IsValid() == aes.TryOpen(nonce, expected, aad, opened), test.Id());
            var sealedBytes = new byte[message.Length + AesGcm256.TagSize];
            aes.Seal(nonce, message, aad, sealedBytes);
            Assert.True(test.IsValid() == sealedBytes.AsSpan().SequenceEqual(expected), test.Id());
            if (test.IsValid())
                Assert.Equal(message, opened);
            else
                Assert.All(opened, value => Assert.Equal(0, value));
        }

        Report(run, 66);
    }

    [SkippableFact]
    public void Hkdf_sha_384()
    {
        var run = 0;
        foreach (var (_, test) in WycheproofFile.Cases("hkdf_sha384_test.json"))
        {
            run++;
            var prk = Hkdf384.Extract(test.Hex("salt"), test.Hex("ikm"));
            var result = new byte[test.Number("size")];
            if (test.IsValid())
            {
                Hkdf384.Raw(prk, test.Hex("info"), result);
                Assert.Equal(test.Hex("okm"), result);
            }
            else
            {
                Assert.Throws<TrustException>(() => Hkdf384.Raw(prk, test.Hex("info"), result));
            }
        }

        Report(run, 83);
    }

    [SkippableFact]
    public void Hmac_sha_384_with_whole_tags()
    {
        var run = 0;
        foreach (var (group, test) in WycheproofFile.Cases("hmac_sha384_test.json"))
        {
            if (group.Number("tagSize") != 384)
                continue;
            run++;
            Assert.True(test.IsValid() == FixedTime.Equal(Hmac384.Raw(test.Hex("key"), test.Hex("msg")), test.Hex("tag")), test.Id());
        }

        Report(run, 87);
    }

    [SkippableTheory]
    [InlineData(RsaProviderKind.Platform)]
    [InlineData(RsaProviderKind.BouncyCastle)]
    public void Rsa_pss_sha_384_salt_48(RsaProviderKind kind)
    {
        var run = 0;
        RsaPublic? key = null; // the file has one group, so one key
        foreach (var (group, test) in WycheproofFile.Cases("rsa_pss_4096_sha384_mgf1_48_test.json"))
        {
            run++;
            key ??= RsaPublic.TryImport(group.Hex("publicKeyDer"), Providers.Of(kind), out var imported, out _) ? imported : null;
            Assert.True(test.IsValid() == key!.VerifyExact(test.Hex("msg"), test.Hex("sig")), test.Id());
        }

        Report(run, 141);
    }

    [SkippableTheory]
    [InlineData("rsa_oaep_3072_sha256_mgf1sha256_test.json", RsaProviderKind.Platform, 29)]
    [InlineData("rsa_oaep_3072_sha256_mgf1sha256_test.json", RsaProviderKind.BouncyCastle, 29)]
    [InlineData("rsa_oaep_4096_sha256_mgf1sha256_test.json", RsaProviderKind.Platform, 29)]
    [InlineData("rsa_oaep_4096_sha256_mgf1sha256_test.json", RsaProviderKind.BouncyCastle, 29)]
    public void Rsa_oaep_sha_256_with_an_empty_label(string file, RsaProviderKind kind, int expected)
    {
        var run = 0;
        var keys = new Dictionary<string, RsaIdentity>(StringComparer.Ordinal);
        foreach (var (group, test) in WycheproofFile.Cases(file))
        {
            if (test.Hex("label").Length > 0)
                continue;
            run++;
            var pkcs8 = group.GetProperty("privateKeyPkcs8").GetString()!;
            if (!keys.TryGetValue(pkcs8, out var key))
                keys[pkcs8] = key = RsaIdentity.Import(group.Hex("privateKeyPkcs8"), Providers.Of(kind));
            var opened = key.TryDecrypt(test.Hex("ct"));
            Assert.True(test.IsValid() == opened is not null, test.Id());
            if (opened is not null)
                Assert.Equal(test.Hex("msg"), opened);
        }

        Report(run, expected);
    }

    [SkippableFact]
    public void X25519_where_the_all_zero_secret_is_refused()
    {
        var run = 0;
        foreach (var (_, test) in WycheproofFile.Cases("x25519_test.json"))
        {
            run++;
            using var key = X25519Key.Import(test.Hex("private"));
            var secret = new byte[X25519Key.Size];
            var shared = test.Hex("shared");
            Assert.True(key.TryAgree(test.Hex("public"), secret) != FixedTime.IsZero(shared), test.Id());
            Assert.Equal(shared, secret);
        }

        Report(run, 518);
    }

    [SkippableFact]
    public void Ml_kem_768()
    {
        var run = 0;
        foreach (var (_, test) in WycheproofFile.Cases("mlkem_768_test.json"))
        {
            run++;
            var seed = test.Hex("seed");
            if (seed.Length != MlKem768Key.SeedSize)
            {
                Assert.False(test.IsValid());
                Assert.Throws<TrustException>(() => MlKem768Key.Import(seed));
                continue;
            }

            using var key = MlKem768Key.Import(seed);
            Assert.Equal(test.Hex("ek"), key.EncapsulationKey.ToArray());
            var secret = new byte[MlKem768.SecretSize];
            Assert.True(test.IsValid() == key.TryDecapsulate(test.Hex("c"), secret), test.Id());
            if (test.IsValid())
                Assert.Equal(test.Hex("K"), secret);
        }

        Report(run, 193);
    }

    private void Report(int run, int expected)
    {
        output.WriteLine($"{run} cases run");
        Assert.True(run > 0, "No case of the file was applicable.");
        Assert.True(run >= expected, $"Only {run} cases were applicable; {expected} were expected.");
    }
}
