using Orchestrator.Adversary.Stage;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Attacks;

/// <summary>Whoever runs a whole handshake of his own against one end, with every key but the one that counts.</summary>
[Trait("Requirement", "R-HS-1")]
[Trait("Requirement", "R-HS-7")]
[Trait("Requirement", "R-HS-9")]
[Trait("Requirement", "R-HS-10")]
public sealed class ImpostorTests
{
    private static readonly Lazy<byte[]> OtherVendorsIssuing = new(() => Vendor.CertifyIssuing(TestKeys.OtherRoot, Vendor.OtherRoot, TestKeys.Stranger.Public));

    /// <summary>Posing as the technician: the key that signs, what is shown for it, whom the ticket names (the real technician where nothing is said), and the check.</summary>
    private static readonly Dictionary<string, Pose> AsTechnician = new()
    {
        ["a self-made key"] = new(() => TestKeys.Stranger, () => TestKeys.Stranger.Public.Spki.ToArray(), "IdentityRefused: Malformed"),
        ["a key under another root"] = new(() => TestKeys.Stranger, () => Vendor.Certify(TestKeys.Stranger, OtherVendorsIssuing.Value, TestKeys.Stranger.Public), "IdentityRefused: BadSignature"),
        ["another real user's certificate and key"] = new(() => TestKeys.Stranger, () => Vendor.Certify(TestKeys.Stranger.Public, Vendor.OtherAccount, "Paul Lindt"), "IdentityRefused: WrongTechnicianKey"),
        ["another certificate of the technician's own key"] = new(() => TestKeys.Stranger, () => Vendor.Certify(TestKeys.Technician.Public), "IdentityRefused: WrongCertificate"),
        ["the issuing key's certificate"] = new(() => TestKeys.Issuing, () => Vendor.Issuing, "IdentityRefused:"),
        ["the broker's certificate"] = new(() => TestKeys.Broker, () => Vendor.BrokerCertificate, "IdentityRefused:"),
        ["the technician's certificate with another key: misbinding"] = new(() => TestKeys.Stranger, () => Technicians.Certificate, "BadSignature"),
        ["the instrument's own stolen key: KCI"] = new(() => TestKeys.Instrument, () => Technicians.Certificate, "BadSignature"),
        ["the instrument's own key, certified: reflection"] = new(() => TestKeys.Instrument, () => Technicians.OfInstrument, "ReflectedIdentity") { Named = (TestKeys.Instrument.Public, () => Technicians.OfInstrument) },
        ["the technician's public key under another name: unknown key share"] = new(() => TestKeys.Stranger, () => Technicians.UnderAnotherName, "IdentityRefused: WrongTechnician") { Named = (TestKeys.Technician.Public, () => Technicians.UnderAnotherName) },
        ["a certificate that has run out"] = new(() => TestKeys.Technician, () => Technicians.Expired, "IdentityRefused: Expired") { Named = (TestKeys.Technician.Public, () => Technicians.Expired) },
    };

    /// <summary>Posing as the instrument: key, what is shown for it, and the check.</summary>
    private static readonly Dictionary<string, Pose> AsInstrument = new()
    {
        ["a self-made key"] = new(() => TestKeys.Stranger, () => TestKeys.Stranger.Public.Spki.ToArray(), "IdentityRefused"),
        ["the instrument's public key with another key: misbinding"] = new(() => TestKeys.Stranger, () => TestKeys.Instrument.Public.Spki.ToArray(), "BadSignature"),
        ["a technician's certificate"] = new(() => TestKeys.Stranger, () => Vendor.Certify(TestKeys.Stranger.Public), "IdentityRefused"),
    };

    public static TheoryData<string> TechniciansNames => [.. AsTechnician.Keys];

    public static TheoryData<string> InstrumentsNames => [.. AsInstrument.Keys];

    [Theory]
    [MemberData(nameof(TechniciansNames))]
    [Trait("Requirement", "R-HS-8")]
    public async Task Nobody_but_the_tickets_technician_joins(string with)
    {
        var pose = AsTechnician[with];
        await using var it = await SupportCase.WaitingAsync();
        var (key, certificate) = pose.Named ?? (TestKeys.Technician.Public, () => Technicians.Certificate);
        var ticket = Vendor.Ticket(it.Middle.Registered, key, certificate());
        var oracle = Oracle.Before(it);

        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate());
        var joined = Impostor.PoseAsTechnicianAsync(it, ticket, pose.Key(), pose.Shown());

        await oracle.HandshakeFailsAsync(pose.Check);
        Assert.False(joined.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(InstrumentsNames))]
    public async Task Nobody_but_the_tickets_instrument_is_believed(string with)
    {
        var pose = AsInstrument[with];
        await using var it = await SupportCase.WaitingAsync();
        var posing = Task.CompletedTask;
        it.Middle.Admission = async _ =>
        {
            var certificate = Technicians.Certificate;
            var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate);
            posing = Impostor.PoseAsInstrumentAsync(it, ticket, pose.Key(), pose.Shown());
            await it.Middle.GiveTicketsAsync((ticket, certificate), (ticket, certificate));
        };
        var oracle = Oracle.Before(it);

        it.Connect();

        await oracle.ConsoleGivesUpAsync(pose.Check, begunAtInstrument: false);
        Assert.False(posing.IsCompleted);
    }

    /// <summary>One pose.</summary>
    private sealed record Pose(Func<RsaIdentity> Key, Func<byte[]> Shown, string Check)
    {
        /// <summary>Key and certificate that the ticket names, where they aren't the real technician's.</summary>
        public (RsaPublic Key, Func<byte[]> Certificate)? Named { get; init; }
    }

    private static class Technicians
    {
        public static byte[] Certificate { get; } = Vendor.Certify(TestKeys.Technician.Public);

        public static byte[] OfInstrument { get; } = Vendor.Certify(TestKeys.Instrument.Public);

        public static byte[] UnderAnotherName { get; } = Vendor.Certify(TestKeys.Technician.Public, Vendor.OtherAccount, "Paul Lindt");

        public static byte[] Expired { get; } = CertificateAuthority.CertifyTechnician(
            TestKeys.Issuing, Vendor.Issuing, TestKeys.Technician.Public, Vendor.Account, "Tine Berg", Vendor.Now.AddHours(-13), TimeSpan.FromHours(12), SystemRandomSource.Instance);
    }
}
