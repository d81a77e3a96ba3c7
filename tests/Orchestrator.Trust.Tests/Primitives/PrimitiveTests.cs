using System.Security.Cryptography;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tests.Primitives;

public sealed class PrimitiveTests
{
    [Fact]
    public void A_hash_is_over_length_prefixed_fields_that_begin_with_the_label()
    {
        byte[] first = [1, 2], second = [3];
        byte[] expected = [0, 0, 0, 18, .. "orchestrator/1 th0"u8, 0, 0, 0, 2, 1, 2, 0, 0, 0, 1, 3];
        Assert.Equal(SHA384.HashData(expected), Hash384.Of("th0", first, second));
        var th0 = Hash384.Of("th0", first, second);
        Assert.Equal(SHA384.HashData([0, 0, 0, 48, .. th0, 0, 0, 0, 1, 3]), Hash384.Continue(th0, second));
        Assert.NotEqual(Hash384.Of("a", new byte[] { 1, 2 }, new byte[] { 3 }), Hash384.Of("a", new byte[] { 1 }, new byte[] { 2, 3 }));
        Assert.Throws<TrustException>(() => Hash384.Continue(first, second));
    }

    [Fact]
    public void Expand_and_mac_are_over_the_same_encoding()
    {
        var key = Hkdf384.Extract([], [9]);
        byte[] field = [5, 6];
        var expected = new byte[40];
        HKDF.Expand(HashAlgorithmName.SHA384, key, expected, [0, 0, 0, 20, .. "orchestrator/1 mac I"u8, 0, 0, 0, 2, 5, 6]);
        Assert.Equal(expected, Hkdf384.Expand(key, 40, "mac I", field));
        var tag = Hmac384.Of(key, field);
        Assert.Equal(HMACSHA384.HashData(key, (byte[])[0, 0, 0, 2, 5, 6]), tag);
        Assert.True(Hmac384.Verify(key, tag, field));
        Assert.False(Hmac384.Verify(key, tag.AsSpan(1), field));
        tag[47] ^= 1;
        Assert.False(Hmac384.Verify(key, tag, field));
        Assert.Throws<TrustException>(() => Hmac384.Of(new byte[31], field));
        Assert.Throws<TrustException>(() => Hkdf384.Expand(new byte[32], 32, "x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("orchestrator/1 th0")]
    [InlineData("zwölf")]
    [InlineData("a\0b")]
    public void A_label_is_short_printable_and_without_its_prefix(string label) =>
        Assert.Equal(TrustFault.BadLabel, Assert.Throws<TrustException>(() => Hash384.Of(label)).Fault);

    [Fact]
    [Trait("Requirement", "R-CRY-5")]
    public void A_watcher_sees_each_key_and_nonce_before_sealing()
    {
        var watch = new Watch();
        using var one = new AesGcm256(new byte[32], watch);
        using var other = new AesGcm256([1, .. new byte[31]], watch);
        var place = new byte[16];
        for (var i = 0; i < 100; i++)
        {
            one.Seal(Nonce(i), [], [], place);
            other.Seal(Nonce(i), [], [], place);
        }

        Assert.Equal(200, watch.Seen.Count);
        Assert.Throws<InvalidOperationException>(() => one.Seal(Nonce(7), [], [], place));
    }

    [Fact]
    public void Wrong_lengths_are_refused_and_a_destroyed_key_is_gone()
    {
        Assert.Throws<TrustException>(() => new AesGcm256(new byte[16]));
        var aes = new AesGcm256(new byte[32]);
        Assert.Throws<TrustException>(() => aes.Seal(new byte[16], [], [], new byte[16]));
        Assert.Throws<TrustException>(() => aes.Seal(new byte[12], [1], [], new byte[16]));
        Assert.False(aes.TryOpen(new byte[12], new byte[15], [], []));
        aes.Dispose();
        Assert.Equal(TrustFault.KeyGone, Assert.Throws<TrustException>(() => aes.Seal(new byte[12], [], [], new byte[16])).Fault);
    }

    [Fact]
    public void Both_ends_of_x25519_agree_and_a_forced_secret_is_refused()
    {
        using var one = X25519Key.Generate(new SeededRandom(1));
        using var other = X25519Key.Generate(new SeededRandom(2));
        byte[] left = new byte[32], right = new byte[32];
        Assert.True(one.TryAgree(other.Public.Span, left) && other.TryAgree(one.Public.Span, right));
        Assert.Equal(left, right);
        Assert.False(one.TryAgree(new byte[32], left));
        Assert.False(one.TryAgree(new byte[31], left));
        Assert.All(left, b => Assert.Equal(0, b));
        one.Dispose();
        Assert.Throws<TrustException>(() => one.TryAgree(other.Public.Span, left));
    }

    /// <summary>RFC 7748, section 5.2: one thousand rounds.</summary>
    [Fact]
    public void X25519_iterated_a_thousand_times_gives_the_rfcs_value()
    {
        byte[] k = [9, .. new byte[31]], u = [9, .. new byte[31]];
        for (var i = 0; i < 1000; i++)
        {
            using var key = X25519Key.Import(k);
            var next = new byte[32];
            Assert.True(key.TryAgree(u, next));
            (u, k) = (k, next);
        }

        Assert.Equal("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Convert.ToHexStringLower(k));
    }

    [Fact]
    public void Both_ends_of_ml_kem_agree_and_bad_encapsulation_keys_are_refused()
    {
        using var key = MlKem768Key.Generate(new SeededRandom(3));
        byte[] ciphertext = new byte[MlKem768.CiphertextSize], sent = new byte[32], received = new byte[32];
        Assert.True(MlKem768.TryEncapsulate(key.EncapsulationKey.Span, new SeededRandom(4), ciphertext, sent));
        Assert.True(key.TryDecapsulate(ciphertext, received));
        Assert.Equal(sent, received);

        var bad = key.EncapsulationKey.ToArray();
        (bad[3], bad[4]) = (0x01, (byte)((bad[4] & 0xF0) | 0x0D)); // a coefficient of exactly 3329
        Assert.False(MlKem768.TryEncapsulate(bad, new SeededRandom(4), ciphertext, sent));
        Assert.All(sent, b => Assert.Equal(0, b));
        bad[3] = 0x00; // 3328 is reduced
        Assert.True(MlKem768.IsAcceptable(bad));
        (bad[4], bad[5]) = ((byte)((bad[4] & 0x0F) | 0x10), 0xD0); // the odd coefficient: 3329 again
        Assert.False(MlKem768.IsAcceptable(bad));
        Assert.False(MlKem768.IsAcceptable(bad.AsSpan(1)));
        Assert.False(key.TryDecapsulate(ciphertext.AsSpan(1), received));
    }

    /// <summary>RFC 8032, section 7.1: secret, public, message, signature.</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void Ed25519_gives_the_rfcs_signatures(string secret, string expectedPublic, string message, string expected)
    {
        using var key = Ed25519Key.Import(Convert.FromHexString(secret));
        Assert.Equal(expectedPublic, key.Public.ToString());
        var signature = key.Sign(Convert.FromHexString(message));
        Assert.Equal(expected, Convert.ToHexStringLower(signature));
        Assert.True(Ed25519Public.TryImport(key.Public.Bytes.Span)!.Verify(Convert.FromHexString(message), signature));
        signature[5] ^= 1;
        Assert.False(key.Public.Verify(Convert.FromHexString(message), signature));
    }

    [Fact]
    public void Ed25519_points_of_small_order_and_non_points_are_refused()
    {
        Assert.Null(Ed25519Public.TryImport(new byte[32]));
        Assert.Null(Ed25519Public.TryImport([1, .. new byte[31]]));
        Assert.Null(Ed25519Public.TryImport(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Null(Ed25519Public.TryImport(new byte[31]));
    }

    private static byte[] Nonce(int number) => [.. new byte[8], .. BitConverter.GetBytes(number)];

    private sealed class Watch : IAeadWatch
    {
        public HashSet<string> Seen { get; } = [];

        public void Sealing(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> nonce)
        {
            if (!Seen.Add(Convert.ToHexString(keyId) + Convert.ToHexString(nonce)))
                throw new InvalidOperationException("A nonce repeats under one key.");
        }
    }
}
