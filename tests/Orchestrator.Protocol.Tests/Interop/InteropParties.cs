using System.Text.Json.Nodes;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Protocol.Tests.Interop;

/// <summary>Who meets whom: real keys, certificates and a signed ticket, as settings of this implementation and as a command for the other one.</summary>
internal static class InteropParties
{
    public const string BrokerName = "broker.vendor.example";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);
    private static readonly SeededRandom Random = new(31);
    private static readonly byte[] Root = CertificateAuthority.CreateRoot(TestKeys.Root, "Root", Now.AddDays(-1), Now.AddYears(30), Random);
    private static readonly byte[] Issuing =
        CertificateAuthority.CertifyIssuing(TestKeys.Root, Root, TestKeys.Issuing.Public, "Issuing", Now.AddDays(-1), Now.AddYears(1), Random);

    private static readonly byte[] Broker = CertifyBroker(BrokerName);
    private static readonly byte[] Technician = CertifyTechnician("t.weber");
    private static readonly HandshakeContext Link = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, new byte[48], BrokerName));

    public static SignedTicket Ticket { get; } = TicketAuthority.Issue(TestKeys.Issuing, new Ticket
    {
        Id = TicketId.New(Random), Session = new SessionNumber(123_456_789), Account = "t.weber", PrintedName = "Tina Weber", Role = "Support engineer",
        TechnicianCertificateSha256 = System.Security.Cryptography.SHA256.HashData(Technician), TechnicianKey = TestKeys.Technician.Fingerprint,
        InstrumentKey = TestKeys.Instrument.Fingerprint, InstrumentLogKey = Ed25519Key.Generate(Random).Public.Bytes, Policy = SampleTerms.Policy,
        Capabilities =
        [
            new TicketCapability { Capability = Capability.ViewScreen, Minutes = 20 },
            new TicketCapability { Capability = Capability.ControlInput, Minutes = 10, ApprovedBy = "Petra Lind" },
            new TicketCapability { Capability = Capability.FetchFile, Minutes = 5, Files = new FileLimits(1 << 20, FileTypes.Of(".log"), Folders.Of("/runs/log")) },
        ],
        NotBefore = Now, NotAfter = Now.AddHours(1), BrokerName = BrokerName, Reason = "Der Lauf hält an: „Flüssigkeit nicht erkannt“.",
    });

    /// <summary>This implementation's end.</summary>
    public static HandshakeMachine Machine(HandshakeProfile profile, bool initiator, RsaIdentity? key = null, byte[]? identity = null)
    {
        var context = profile == HandshakeProfile.Link ? Link : HandshakeContext.ForTicket(Ticket.Bytes);
        var own = key ?? Key(profile, initiator);
        var settings = new HandshakeSettings(context, own, identity ?? Identity(profile, initiator), Peer(profile, initiator), SystemRandomSource.Instance);
        return initiator ? new HandshakeInitiator(settings) : new HandshakeResponder(settings);
    }

    /// <summary>The other implementation's end.</summary>
    public static JsonObject Command(HandshakeProfile profile, bool initiator) => new()
    {
        ["profile"] = profile == HandshakeProfile.Link ? "link" : "e2e",
        ["role"] = initiator ? "I" : "R",
        ["ctx"] = Hex(profile == HandshakeProfile.Link ? Link.Bytes.ToArray() : Ticket.Bytes),
        ["identity"] = Hex(Identity(profile, initiator)),
        ["key"] = Hex(Key(profile, initiator).ExportPkcs8()),
        ["root"] = Hex(Root),
        ["issuing"] = Hex(Issuing),
        ["name"] = BrokerName,
        ["at"] = Now.ToUnixTimeMilliseconds(),
    };

    public static byte[] CertifyBroker(string name) =>
        CertificateAuthority.CertifyBroker(TestKeys.Root, Root, TestKeys.Broker.Public, name, Now.AddDays(-1), Now.AddYears(30), Random);

    public static byte[] CertifyTechnician(string account) => CertificateAuthority.CertifyTechnician(
        TestKeys.Issuing, Issuing, TestKeys.Technician.Public, account, "Tina Weber", Now.AddMinutes(-1), TimeSpan.FromHours(2), Random);

    public static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    private static RsaIdentity Key(HandshakeProfile profile, bool initiator) => (profile, initiator) switch
    {
        (HandshakeProfile.Link, true) => TestKeys.Instrument,
        (HandshakeProfile.Link, false) => TestKeys.Broker,
        (_, true) => TestKeys.Technician,
        _ => TestKeys.Instrument,
    };

    private static ReadOnlyMemory<byte> Identity(HandshakeProfile profile, bool initiator) => (profile, initiator) switch
    {
        (HandshakeProfile.Link, false) => Broker,
        (HandshakeProfile.EndToEnd, true) => Technician,
        _ => TestKeys.Instrument.Public.Spki,
    };

    private static IPeerVerifier Peer(HandshakeProfile profile, bool initiator) => (profile, initiator) switch
    {
        (HandshakeProfile.Link, true) => new Judge(identity =>
            Verdict(CertificateVerifier.VerifyBroker(identity, Root, BrokerName, Now), broker => broker.Key)),
        (HandshakeProfile.Link, false) => new AnyKeyVerifier(),
        (_, true) => new ExpectedKeyVerifier(Ticket.Ticket.InstrumentKey),
        _ => new Judge(JudgeTechnician),
    };

    private static PeerVerdict JudgeTechnician(ReadOnlyMemory<byte> identity)
    {
        var verdict = CertificateVerifier.VerifyTechnician(identity, Issuing, Root, Now);
        if (verdict.Identity is not { } technician)
            return PeerVerdict.Refuse(verdict.Refusal.ToString());
        var mismatch = TicketAuthority.CheckTechnician(Ticket.Ticket, technician);
        return mismatch == TicketRefusal.None ? PeerVerdict.Accept(technician.Key) : PeerVerdict.Refuse(mismatch.ToString());
    }

    private static PeerVerdict Verdict<T>(CertificateVerdict<T> verdict, Func<T, RsaPublic> key)
        where T : class => verdict.Identity is { } found ? PeerVerdict.Accept(key(found)) : PeerVerdict.Refuse(verdict.Refusal.ToString());

    private sealed class Judge(Func<ReadOnlyMemory<byte>, PeerVerdict> judge) : IPeerVerifier
    {
        public PeerVerdict Verify(ReadOnlyMemory<byte> identity) => judge(identity);
    }
}
