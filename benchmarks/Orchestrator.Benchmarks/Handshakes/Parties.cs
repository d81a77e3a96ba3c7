using Orchestrator.Protocol;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Benchmarks.Handshakes;

/// <summary>Keys and certificates of a vendor, a broker, a technician and an instrument, made once.</summary>
internal sealed class Parties
{
    private const string BrokerName = "broker.vendor.example";

    private static readonly SystemRandomSource Random = SystemRandomSource.Instance;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly RsaIdentity _root = RsaIdentity.Generate(4096, Random);
    private readonly RsaIdentity _issuing = RsaIdentity.Generate(3072, Random);
    private readonly RsaIdentity _broker = RsaIdentity.Generate(3072, Random);
    private readonly RsaIdentity _technician = RsaIdentity.Generate(3072, Random);
    private readonly RsaIdentity _instrument = RsaIdentity.Generate(3072, Random);
    private readonly byte[] _rootCertificate;
    private readonly byte[] _issuingCertificate;
    private readonly byte[] _brokerCertificate;
    private readonly byte[] _technicianCertificate;

    public Parties()
    {
        var (from, until) = (_now.AddDays(-1), _now.AddYears(1));
        _rootCertificate = CertificateAuthority.CreateRoot(_root, "Root", from, until, Random);
        _issuingCertificate = CertificateAuthority.CertifyIssuing(_root, _rootCertificate, _issuing.Public, "Issuing", from, until, Random);
        _brokerCertificate = CertificateAuthority.CertifyBroker(_root, _rootCertificate, _broker.Public, BrokerName, from, until, Random);
        _technicianCertificate = CertificateAuthority.CertifyTechnician(_issuing, _issuingCertificate, _technician.Public, "t.berg", "Tine Berg", _now.AddMinutes(-5), TimeSpan.FromHours(12), Random);
    }

    /// <summary>What the initiator brings.</summary>
    public HandshakeSettings Initiator(HandshakeProfile profile) => profile == HandshakeProfile.Link
        ? new HandshakeSettings(Context(profile), _instrument, _instrument.Public.Spki, new Judge(shown => CertificateVerifier.VerifyBroker(shown, _rootCertificate, BrokerName, _now).Identity?.Key), Random)
        : new HandshakeSettings(Context(profile), _technician, _technicianCertificate, new ExpectedKeyVerifier(_instrument.Fingerprint), Random);

    /// <summary>What the responder brings.</summary>
    public HandshakeSettings Responder(HandshakeProfile profile) => profile == HandshakeProfile.Link
        ? new HandshakeSettings(Context(profile), _broker, _brokerCertificate, new AnyKeyVerifier(), Random)
        : new HandshakeSettings(
            Context(profile), _instrument, _instrument.Public.Spki, new Judge(shown => CertificateVerifier.VerifyTechnician(shown, _issuingCertificate, _rootCertificate, _now).Identity?.Key), Random);

    private static HandshakeContext Context(HandshakeProfile profile) => profile == HandshakeProfile.Link
        ? HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, new byte[48], BrokerName))
        : HandshakeContext.ForTicket(new byte[900]);

    private sealed class Judge(Func<ReadOnlyMemory<byte>, RsaPublic?> key) : IPeerVerifier
    {
        public PeerVerdict Verify(ReadOnlyMemory<byte> identity) => key(identity) is { } good ? PeerVerdict.Accept(good) : PeerVerdict.Refuse("refused");
    }
}
