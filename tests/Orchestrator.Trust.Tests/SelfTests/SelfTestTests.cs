using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.SelfTests;

namespace Orchestrator.Trust.Tests.SelfTests;

[Trait("Requirement", "R-CRY-3")]
public sealed class SelfTestTests
{
    private static readonly KnownAnswerTest[] None = [];

    [Fact]
    public void Every_primitive_gives_its_known_answer_here()
    {
        var report = SelfTest.RunOrThrow();
        Assert.All(report.Results, result => Assert.True(result.Passed, $"{result.Primitive}: {result.Problem}"));
        Assert.Equal(
            ["SHA-256", "SHA-384", "HMAC-SHA-384", "HKDF-SHA-384", "AES-256-GCM", "Argon2id", "X25519", "Ed25519", "ML-KEM-768", "RSA-PSS", "RSA-OAEP"],
            report.Results.Select(r => r.Primitive));
        Assert.Equal(RsaProviderKind.Platform, report.Rsa);
    }

    [Fact]
    public void BouncyCastles_rsa_gives_the_known_answers_too()
    {
        Assert.All(RsaAnswers.Of(RsaProvider.Bouncy, "BouncyCastle").Select(t => t.Run()), result => Assert.True(result.Passed, result.Problem));
    }

    [Fact]
    public void A_platform_whose_oaep_fails_is_replaced_by_BouncyCastle_and_the_report_says_so()
    {
        var (report, serving) = SelfTest.Run(None, None, new Broken(RsaProvider.Platform), RsaProvider.Bouncy);
        Assert.True(report.MayStart);
        Assert.Equal(RsaProviderKind.BouncyCastle, report.Rsa);
        Assert.Same(RsaProvider.Bouncy, serving);
        var failed = Assert.Single(report.Results, r => !r.Passed);
        Assert.Equal(("RSA-OAEP", "platform", "failed with CryptographicException"), (failed.Primitive, failed.Provider, failed.Problem));
        Assert.Equal(2, report.Results.Count(r => r is { Passed: true, Provider: "BouncyCastle" }));
    }

    /// <summary>Which of the two serves is of no importance to the tests that run meanwhile: both give the known answers.</summary>
    [Fact]
    public void The_one_that_was_selected_makes_the_keys_from_then_on()
    {
        var before = RsaProvider.Current;
        try
        {
            RsaProvider.Select(RsaProvider.Bouncy);
            Assert.Equal(RsaProviderKind.BouncyCastle, RsaProvider.Active);
            using var key = RsaIdentity.ImportPkcs8(KnownRsaKey.PrivateKey);
            Assert.Equal(RsaProviderKind.BouncyCastle, key.Provider);
        }
        finally
        {
            RsaProvider.Select(before);
        }
    }

    [Fact]
    public void When_both_rsas_fail_the_program_may_not_start()
    {
        var (report, _) = SelfTest.Run(None, None, new Broken(RsaProvider.Platform), new Broken(RsaProvider.Bouncy));
        Assert.False(report.MayStart);
        Assert.Contains("RSA-OAEP", report.FatalReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_answer_of_anything_else_is_fatal_and_is_named()
    {
        var wrong = new KnownAnswerTest("AES-256-GCM", "platform", () => false);
        var (report, _) = SelfTest.Run([wrong], None, RsaProvider.Platform, RsaProvider.Bouncy);
        Assert.False(report.MayStart);
        Assert.Contains("AES-256-GCM (platform) gave a wrong answer", report.FatalReason, StringComparison.Ordinal);
    }

    /// <summary>Signs, verifies and imports, but has no OAEP: what Wine's platform does.</summary>
    private sealed class Broken(IRsaProvider inner) : IRsaProvider
    {
        public RsaProviderKind Kind => inner.Kind;

        public IRsaPrivate Generate(int bits, IRandomSource random) => inner.Generate(bits, random);

        public IRsaPrivate Import(RSAParameters key) => new WithoutOaep(inner.Import(key));

        public IRsaPublic ImportPublic(RSAParameters key) => inner.ImportPublic(key);

        private sealed class WithoutOaep(IRsaPrivate inner) : IRsaPrivate
        {
            public RSAParameters Export(bool includePrivate) => inner.Export(includePrivate);

            public byte[] SignPss(ReadOnlySpan<byte> message) => inner.SignPss(message);

            public byte[] DecryptOaep(ReadOnlySpan<byte> ciphertext) => throw new CryptographicException();

            public void Dispose() => inner.Dispose();
        }
    }
}
