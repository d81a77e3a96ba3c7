using Orchestrator.Trust.Primitives;
using Xunit.Abstractions;

namespace Orchestrator.Trust.Tests.Vectors;

/// <summary>
/// Wycheproof's cases through our own wrappers, as far as the wrappers can express them (fixed sizes, one salt length, empty label). How many ran and how many couldn't is
/// printed, and eng/test.sh shows it at its end.
/// </summary>
[Trait("Requirement", "R-CRY-4")]
public sealed class WycheproofTests(ITestOutputHelper output)
{
    /// <summary>Files of the folder that no wrapper of ours can express, and why.</summary>
    private static readonly Dictionary<string, string> NotOurs = new(StringComparer.Ordinal)
    {
        ["hkdf_sha256_test.json"] = "HKDF is used with SHA-384 alone",
        ["hmac_sha256_test.json"] = "HMAC is used with SHA-384 alone",
        ["pbkdf2_hmacsha256_test.json"] = "PBKDF2 is only used inside the platform's PKCS#8, where it can't be reached by itself",
        ["pbkdf2_hmacsha512_test.json"] = "PBKDF2 is only used inside the platform's PKCS#8, and never with SHA-512",
    };

    private static readonly string[] Used =
    [
        "aes_gcm_test.json", "hkdf_sha384_test.json", "hmac_sha384_test.json", "mlkem_768_test.json", "x25519_test.json", "rsa_pss_4096_sha384_mgf1_48_test.json",
        "rsa_pss_3072_sha256_mgf1_32_test.json", "rsa_pss_4096_sha512_mgf1_64_test.json", "rsa_pss_misc_test.json", "rsa_oaep_3072_sha256_mgf1sha256_test.json",
        "rsa_oaep_4096_sha256_mgf1sha256_test.json", "rsa_oaep_4096_sha512_mgf1sha512_test.json",
    ];

    private int _skipped;

    [SkippableFact]
    public void Every_file_of_the_folder_is_used_or_can_t_be_expressed()
    {
        Assert.Equal(Used.Concat(NotOurs.Keys).Order(StringComparer.Ordinal), WycheproofFile.Names().Order(StringComparer.Ordinal));
        foreach (var (name, reason) in NotOurs)
            output.WriteLine($"Wycheproof {name}: 0 run, {WycheproofFile.Cases(name).Count()} skipped ({reason})");
    }

    [SkippableFact]
    public void Aes_256_gcm()
    {
        var run = 0;
        foreach (var (group, test) in WycheproofFile.Cases("aes_gcm_test.json"))
        {
            if (Skips(group.Number("keySize") != 256 || group.Number("ivSize") != 96))
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

        Report("aes_gcm_test.json", run, 66, 250);
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

        Report("hkdf_sha384_test.json", run, 83, 0);
    }

    [SkippableFact]
    public void Hmac_sha_384_with_whole_tags()
    {
        var run = 0;
        foreach (var (group, test) in WycheproofFile.Cases("hmac_sha384_test.json"))
        {
            if (Skips(group.Number("tagSize") != 384))
                continue;
            run++;
            Assert.True(test.IsValid() == FixedTime.Equal(Hmac384.Raw(test.Hex("key"), test.Hex("msg")), test.Hex("tag")), test.Id());
        }

        Report("hmac_sha384_test.json", run, 87, 87);
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

        Report("rsa_pss_4096_sha384_mgf1_48_test.json", run, 141, 0);
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
            if (Skips(test.Hex("label").Length > 0))
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

        Report(file, run, expected, 8);
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

        Report("x25519_test.json", run, 518, 0);
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

        Report("mlkem_768_test.json", run, 193, 0);
    }

    [SkippableTheory]
    [InlineData("rsa_pss_3072_sha256_mgf1_32_test.json", 0, 108)]
    [InlineData("rsa_pss_4096_sha512_mgf1_64_test.json", 0, 179)]
    [InlineData("rsa_pss_misc_test.json", 150, 150)]
    public void Rsa_pss_with_another_hash_or_a_small_key_is_refused(string file, int smallKeys, int expected)
    {
        var (run, small) = (0, 0);
        foreach (var (group, test) in WycheproofFile.Cases(file))
        {
            run++;
            if (RsaPublic.TryImport(group.Hex("publicKeyDer"), out var key, out var flaw))
                Assert.False(key.VerifyExact(test.Hex("msg"), test.Hex("sig")), test.Id());
            else
                small += flaw == RsaKeyFlaw.TooSmall ? 1 : 0;
        }

        Assert.Equal(smallKeys, small);
        Report(file, run, expected, 0);
    }

    [SkippableFact]
    public void Rsa_oaep_with_another_hash_is_refused()
    {
        const string File = "rsa_oaep_4096_sha512_mgf1sha512_test.json";
        var run = 0;
        foreach (var (group, test) in WycheproofFile.Cases(File))
        {
            run++;
            using var key = RsaIdentity.ImportPkcs8(group.Hex("privateKeyPkcs8"));
            Assert.True(key.TryDecrypt(test.Hex("ct")) is null, test.Id());
        }

        Report(File, run, 36, 0);
    }

    private bool Skips(bool notOurs)
    {
        _skipped += notOurs ? 1 : 0;
        return notOurs;
    }

    private void Report(string file, int run, int expected, int expectedSkipped)
    {
        output.WriteLine($"Wycheproof {file}: {run} run, {_skipped} skipped");
        Assert.Equal((expected, expectedSkipped), (run, _skipped));
    }
}
