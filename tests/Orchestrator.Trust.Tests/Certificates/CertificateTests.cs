using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Trust.Tests.TestCertificates;

namespace Orchestrator.Trust.Tests.Certificates;

[Trait("Requirement", "R-HS-7")]
public sealed class CertificateTests
{
    [Fact]
    public void A_technician_is_verified_through_the_issuing_key_to_the_root()
    {
        var verdict = CertificateVerifier.VerifyTechnician(Technician, Issuing, Root, Now);
        Assert.True(verdict.IsAccepted, verdict.Refusal.ToString());
        Assert.Equal(("t.weber", "Tina Weber"), (verdict.Identity.Account, verdict.Identity.PrintedName));
        Assert.Equal(TestKeys.Technician.Public, verdict.Identity.Key);
        Assert.Equal(SHA256.HashData(Technician), verdict.Identity.CertificateSha256.ToArray());
    }

    [Fact]
    public void A_broker_is_verified_under_the_name_that_was_dialled()
    {
        var verdict = CertificateVerifier.VerifyBroker(Broker, Root, BrokerName, Now);
        Assert.True(verdict.IsAccepted, verdict.Refusal.ToString());
        Assert.Equal(BrokerName, verdict.Identity.Name);
        Assert.Equal(CertificateRefusal.WrongName, CertificateVerifier.VerifyBroker(Broker, Root, "other.vendor.example", Now).Refusal);
        Assert.Equal(CertificateRefusal.WrongName, CertificateVerifier.VerifyBroker(Broker, Root, "BROKER.vendor.example", Now).Refusal);
    }

    public static TheoryData<string, CertificateRefusal> Technicians => new()
    {
        { "under another root with the same name", CertificateRefusal.BadSignature },
        { "signed by a stranger in the issuing key's name", CertificateRefusal.BadSignature },
        { "a broker's certificate", CertificateRefusal.WrongRole },
        { "the issuing certificate itself", CertificateRefusal.WrongRole },
        { "the root itself", CertificateRefusal.WrongRole },
        { "before its time", CertificateRefusal.NotYetValid },
        { "after its time", CertificateRefusal.Expired },
        { "empty", CertificateRefusal.Malformed },
        { "with a byte more", CertificateRefusal.Malformed },
        { "with a byte less", CertificateRefusal.Malformed },
        { "a technician's certificate as issuing certificate", CertificateRefusal.WrongRole },
        { "an issuing certificate that a technician signed", CertificateRefusal.BadSignature },
        { "the root's certificate as issuing certificate", CertificateRefusal.WrongRole },
    };

    [Theory]
    [MemberData(nameof(Technicians))]
    public void A_technician_is_refused(string how, CertificateRefusal expected)
    {
        var stranger = (IPssSigner)TestKeys.Stranger;
        var verdict = how switch
        {
            "under another root with the same name" => CertificateVerifier.VerifyTechnician(Technician, Issuing, OtherRoot, Now),
            "signed by a stranger in the issuing key's name" => Verify(MakeTechnician(new Impostor(TestKeys.Issuing.Public, stranger), Issuing)),
            "a broker's certificate" => Verify(Broker),
            "the issuing certificate itself" => Verify(Issuing),
            "the root itself" => Verify(Root),
            "before its time" => CertificateVerifier.VerifyTechnician(Technician, Issuing, Root, Now.AddHours(-2)),
            "after its time" => CertificateVerifier.VerifyTechnician(Technician, Issuing, Root, Now.AddHours(11).AddSeconds(1)),
            "empty" => Verify([]),
            "with a byte more" => Verify([.. Technician, 0]),
            "with a byte less" => Verify(Technician[..^1]),
            "a technician's certificate as issuing certificate" => CertificateVerifier.VerifyTechnician(Technician, Technician, Root, Now),
            "an issuing certificate that a technician signed" => CertificateVerifier.VerifyTechnician(
                Technician, MakeIssuing(new Impostor(TestKeys.Root.Public, TestKeys.Technician), Root), Root, Now),
            "the root's certificate as issuing certificate" => CertificateVerifier.VerifyTechnician(Technician, Root, Root, Now),
            _ => throw new InvalidOperationException(how),
        };
        Assert.False(verdict.IsAccepted);
        Assert.Equal(expected, verdict.Refusal);
    }

    [Fact]
    public void No_byte_of_a_certificate_can_be_changed()
    {
        for (var i = 0; i < Technician.Length; i++)
        {
            var changed = (byte[])Technician.Clone();
            changed[i] ^= 1;
            Assert.False(Verify(changed).IsAccepted, $"byte {i}");
        }
    }

    [Fact]
    public void A_technician_is_never_certified_for_more_than_twelve_hours()
    {
        Assert.Throws<TrustException>(() => CertificateAuthority.CertifyTechnician(
            TestKeys.Issuing, Issuing, TestKeys.Technician.Public, "t.weber", "Tina Weber", Now, TimeSpan.FromHours(12).Add(TimeSpan.FromSeconds(1)), SystemRandomSource.Instance));
    }

    [Fact]
    public void A_certificate_for_longer_is_refused_even_under_the_issuing_key()
    {
        var forged = Forge("t.weber", Now.AddHours(13), CertificateRole.Technician, certificateAuthority: false);
        Assert.Equal(CertificateRefusal.BadValidity, Verify(forged).Refusal);
        Assert.True(Verify(Forge("t.weber", Now.AddHours(12), CertificateRole.Technician, certificateAuthority: false)).IsAccepted);
    }

    [Fact]
    public void The_issuing_key_can_certify_no_broker_and_no_authority()
    {
        var broker = Forge(BrokerName, Now.AddHours(1), CertificateRole.Broker, certificateAuthority: false);
        Assert.Equal(CertificateRefusal.WrongIssuer, CertificateVerifier.VerifyBroker(broker, Root, BrokerName, Now).Refusal);
        var authority = Forge("t.weber", Now.AddHours(1), CertificateRole.Technician, certificateAuthority: true);
        Assert.Equal(CertificateRefusal.WrongRole, Verify(authority).Refusal);
    }

    [Fact]
    public void A_certificate_by_ordinary_means_without_our_extension_is_refused()
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=t.weber", key, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
        using var ordinary = request.CreateSelfSigned(Now.AddHours(-1), Now.AddHours(1));
        Assert.Equal(CertificateRefusal.WrongAlgorithm, Verify(ordinary.RawData).Refusal);

        var issuer = new X500DistinguishedName("CN=Vendor issuing");
        using var bare = request.Create(issuer, new PssSignatureGenerator(TestKeys.Issuing), Now.AddHours(-1), Now.AddHours(1), [1]);
        Assert.Equal(CertificateRefusal.Malformed, Verify(bare.RawData).Refusal);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        using var constrained = request.Create(issuer, new PssSignatureGenerator(TestKeys.Issuing), Now.AddHours(-1), Now.AddHours(1), [1]);
        Assert.Equal(CertificateRefusal.WrongExtensions, Verify(constrained.RawData).Refusal);
    }

    [Fact]
    public void The_platform_reads_our_certificates_and_finds_their_signatures_good()
    {
        using var root = X509CertificateLoader.LoadCertificate(Root);
        using var issuing = X509CertificateLoader.LoadCertificate(Issuing);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        chain.Build(issuing);
        var problems = chain.ChainStatus.Select(s => s.Status).ToHashSet();
        problems.ExceptWith([X509ChainStatusFlags.HasNotSupportedCriticalExtension, X509ChainStatusFlags.InvalidExtension]); // our own role extension
        Assert.Empty(problems);
        Assert.Equal(2, chain.ChainElements.Count);
    }

    [Fact]
    public void A_root_of_fewer_than_4096_bits_is_refused() =>
        Assert.Throws<TrustException>(() => MakeRoot(TestKeys.Stranger, "Vendor root"));

    private static CertificateVerdict<TechnicianIdentity> Verify(byte[] technician) => CertificateVerifier.VerifyTechnician(technician, Issuing, Root, Now);

    /// <summary>What the issuing key could sign if its holder ignored our rules.</summary>
    private static byte[] Forge(string name, DateTimeOffset until, CertificateRole role, bool certificateAuthority)
    {
        var request = new CertificateRequest(
            new X500DistinguishedName("CN=forged"), PublicKey.CreateFromSubjectPublicKeyInfo(TestKeys.Technician.Public.Spki.Span, out _), HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        var extension = new RoleExtension(role, name, role == CertificateRole.Technician ? "Tina Weber" : "");
        request.CertificateExtensions.Add(new X509Extension(CertificateProfile.RoleExtension, extension.Write(), critical: true));
        using var issuer = X509CertificateLoader.LoadCertificate(Issuing);
        using var made = request.Create(issuer.SubjectName, new PssSignatureGenerator(TestKeys.Issuing), Now, until, [1, 2, 3]);
        return made.RawData;
    }

    /// <summary>Shows one key and signs with another.</summary>
    private sealed class Impostor(RsaPublic shown, IPssSigner real) : IPssSigner
    {
        public RsaPublic Public => shown;

        public byte[] SignExact(ReadOnlySpan<byte> message) => real.SignExact(message);
    }
}
