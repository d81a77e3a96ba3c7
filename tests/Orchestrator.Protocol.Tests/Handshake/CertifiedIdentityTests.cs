using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>Handshakes between real certificates: what a key under another root, an old certificate or a borrowed one leads to.</summary>
public class CertifiedIdentityTests
{
    private const string Dialled = "broker.vendor.example";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);
    private static readonly SeededRandom Random = new(12);
    private static readonly byte[] Root = CertificateAuthority.CreateRoot(TestKeys.Root, "Root", Now.AddDays(-1), Now.AddYears(5), Random);
    private static readonly byte[] OtherRoot = CertificateAuthority.CreateRoot(TestKeys.OtherRoot, "Root", Now.AddDays(-1), Now.AddYears(5), Random);
    private static readonly byte[] Issuing = CertifyIssuing(TestKeys.Root, Root, TestKeys.Issuing);
    private static readonly byte[] OtherIssuing = CertifyIssuing(TestKeys.OtherRoot, OtherRoot, TestKeys.Stranger);

    [Fact]
    [Trait("Requirement", "R-HS-1")]
    public void A_certified_technician_and_an_instrument_complete()
    {
        var pair = Pair(CertifyTechnician(Issuing, TestKeys.Technician, "anna", TimeSpan.FromHours(2)));
        using var run = pair.Run();
        Assert.NotNull(run.Initiator);
        Assert.Equal(TestKeys.Technician.Public, run.Responder!.PeerKey);
    }

    [Fact]
    [Trait("Requirement", "R-HS-7")]
    public void A_technician_under_another_root_is_refused_at_M3()
    {
        var foreign = CertificateAuthority.CertifyTechnician(
            TestKeys.Stranger, OtherIssuing, TestKeys.Technician.Public, "anna", "anna", Now.AddHours(-1), TimeSpan.FromHours(2), Random);
        using var run = Pair(foreign).Run();
        Assert.Equal((3, HandshakeFailure.IdentityRefused), (run.FailedAt, run.Failure));
        Assert.Equal(nameof(CertificateRefusal.BadSignature), run.Detail);
    }

    [Fact]
    public void An_expired_technician_is_refused_at_M3()
    {
        using var run = Pair(CertifyTechnician(Issuing, TestKeys.Technician, "anna", TimeSpan.FromMinutes(30))).Run();
        Assert.Equal((3, HandshakeFailure.IdentityRefused, nameof(CertificateRefusal.Expired)), (run.FailedAt, run.Failure, run.Detail));
    }

    [Fact]
    [Trait("Requirement", "R-HS-9")]
    public void Another_technicians_certificate_in_front_of_the_own_key_is_refused_at_M3()
    {
        var pair = Pair(CertifyTechnician(Issuing, TestKeys.Stranger, "bob", TimeSpan.FromHours(2)));
        using var run = pair.Run();
        Assert.Equal((3, HandshakeFailure.BadSignature), (run.FailedAt, run.Failure));
    }

    [Theory]
    [InlineData(Dialled, false, HandshakeFailure.None)]
    [InlineData("other.vendor.example", false, HandshakeFailure.IdentityRefused)]
    [InlineData(Dialled, true, HandshakeFailure.IdentityRefused)]
    [Trait("Requirement", "R-ZT-1")]
    public void A_broker_must_hold_a_certificate_for_the_dialled_name_under_the_right_root(string name, bool otherRoot, HandshakeFailure expected)
    {
        var (key, root) = otherRoot ? (TestKeys.OtherRoot, OtherRoot) : (TestKeys.Root, Root);
        var certificate = CertificateAuthority.CertifyBroker(key, root, TestKeys.Broker.Public, name, Now.AddDays(-1), Now.AddDays(30), Random);
        var pair = HandshakePair.Of(HandshakeProfile.Link);
        pair.Initiator = pair.Initiator with
        {
            Peer = new Verifier(identity =>
            {
                var verdict = CertificateVerifier.VerifyBroker(identity, Root, Dialled, Now);
                return verdict.IsAccepted ? PeerVerdict.Accept(verdict.Identity.Key) : PeerVerdict.Refuse(verdict.Refusal.ToString());
            }),
        };
        pair.Responder = pair.Responder with { Identity = certificate };
        using var run = pair.Run();
        Assert.Equal(expected, run.Failure);
        Assert.Equal(expected == HandshakeFailure.None, run.Initiator is not null);
    }

    private static HandshakePair Pair(byte[] certificate)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        pair.Initiator = pair.Initiator with { Identity = certificate };
        pair.Responder = pair.Responder with
        {
            Peer = new Verifier(identity =>
            {
                var verdict = CertificateVerifier.VerifyTechnician(identity, Issuing, Root, Now);
                return verdict.IsAccepted ? PeerVerdict.Accept(verdict.Identity.Key) : PeerVerdict.Refuse(verdict.Refusal.ToString());
            }),
        };
        return pair;
    }

    private static byte[] CertifyIssuing(RsaIdentity root, byte[] rootCertificate, RsaIdentity issuing) =>
        CertificateAuthority.CertifyIssuing(root, rootCertificate, issuing.Public, "Issuing", Now.AddDays(-1), Now.AddYears(1), Random);

    /// <summary>Valid from an hour ago, for the given time.</summary>
    private static byte[] CertifyTechnician(byte[] issuing, RsaIdentity technician, string account, TimeSpan lifetime) =>
        CertificateAuthority.CertifyTechnician(TestKeys.Issuing, issuing, technician.Public, account, account, Now.AddHours(-1), lifetime, Random);

    private sealed class Verifier(Func<ReadOnlyMemory<byte>, PeerVerdict> judge) : IPeerVerifier
    {
        public PeerVerdict Verify(ReadOnlyMemory<byte> identity) => judge(identity);
    }
}
