using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Adversary.Stage;

/// <summary>
/// A vendor with all its keys, and a second one that nobody here trusts. The harness holds every one of them; each attack says which it uses. What
/// certifies and what signs tickets is here and nowhere else.
/// </summary>
internal static class Vendor
{
    public const string BrokerName = "broker.vendor.example";
    public const string Organisation = "Vendor AG";

    /// <summary>The real technician.</summary>
    public const string Account = "t.berg";

    /// <summary>Somebody with an account of his own.</summary>
    public const string OtherAccount = "p.lindt";

    private static readonly DateTimeOffset From = Now.AddDays(-1);

    /// <summary>When every case plays.</summary>
    public static DateTimeOffset Now => new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static byte[] Root { get; } = CertificateAuthority.CreateRoot(TestKeys.Root, "Vendor root", From, From.AddYears(10), SystemRandomSource.Instance);

    public static byte[] OtherRoot { get; } = CertificateAuthority.CreateRoot(TestKeys.OtherRoot, "Other root", From, From.AddYears(10), SystemRandomSource.Instance);

    public static byte[] Issuing { get; } = CertifyIssuing(TestKeys.Root, Root, TestKeys.Issuing.Public);

    /// <summary>The same issuing key under the other root.</summary>
    public static byte[] OtherIssuing { get; } = CertifyIssuing(TestKeys.OtherRoot, OtherRoot, TestKeys.Issuing.Public);

    public static byte[] BrokerCertificate { get; } = CertifyBroker(TestKeys.Root, Root, TestKeys.Broker.Public, BrokerName);

    public static Ed25519Key LogKey { get; } = Ed25519Key.Generate(new SeededRandom(3));

    public static ClientConfiguration Configuration { get; } = ConfigurationLoader.Parse(
        ConfigurationFile.Sign(
            new ConfigurationContent
            {
                Organisation = Organisation,
                SignedAt = From,
                BrokerNames = [BrokerName],
                Port = 443,
                OuterTlsRoots = [],
                RootCertificate = Root,
                IssuingCertificate = Issuing,
                MinimumClientVersion = "0.1.0",
                BrokerLogKey = LogKey.Public.Bytes.ToArray(),
                Policy = new PolicyContent
                {
                    MaxMinutes = SessionPolicy.Default.MaxMinutes.ToDictionary(pair => pair.Key.Name(), pair => pair.Value),
                    Sas = "typed",
                    PresenceMinutes = 10,
                    GraceSeconds = 20,
                    PromptSeconds = 60,
                    MaxFileBytes = 1 << 20,
                },
            },
            TestKeys.Root),
        TestKeys.Root.Fingerprint);

    public static byte[] CertifyBroker(RsaIdentity root, byte[] rootCertificate, RsaPublic key, string name) =>
        CertificateAuthority.CertifyBroker(root, rootCertificate, key, name, From, From.AddYears(2), SystemRandomSource.Instance);

    /// <summary>A technician's certificate by the issuing key.</summary>
    public static byte[] Certify(RsaPublic key, string account = Account, string printedName = "Tine Berg") => Certify(TestKeys.Issuing, Issuing, key, account, printedName);

    public static byte[] Certify(RsaIdentity issuing, byte[] issuingCertificate, RsaPublic key, string account = Account, string printedName = "Tine Berg") =>
        CertificateAuthority.CertifyTechnician(issuing, issuingCertificate, key, account, printedName, Now.AddMinutes(-5), TimeSpan.FromHours(12), SystemRandomSource.Instance);

    public static byte[] CertifyIssuing(RsaIdentity root, byte[] rootCertificate, RsaPublic key) =>
        CertificateAuthority.CertifyIssuing(root, rootCertificate, key, "Issuing", From, From.AddYears(2), SystemRandomSource.Instance);

    /// <summary>A ticket as the broker's admission makes it, for one technician's key, his certificate and one instrument.</summary>
    public static byte[] Ticket(RegisteredInstrument instrument, RsaPublic technician, byte[] certificate, Func<Ticket, Ticket>? change = null, RsaIdentity? issuing = null)
    {
        var ticket = new Ticket
        {
            Id = TicketId.New(SystemRandomSource.Instance),
            Session = instrument.Session,
            Account = Account,
            PrintedName = "Tine Berg",
            Role = "technician",
            TechnicianCertificateSha256 = System.Security.Cryptography.SHA256.HashData(certificate),
            TechnicianKey = technician.Fingerprint,
            InstrumentKey = instrument.Key,
            InstrumentLogKey = instrument.LogKey,
            Capabilities =
            [
                .. Capabilities.All.Select(capability => new TicketCapability
                {
                    Capability = capability,
                    Minutes = 20,
                    Files = capability.IsOneFile() ? Configuration.Policy.FilesOf(capability) : null,
                }),
            ],
            Policy = SampleTerms.Policy,
            NotBefore = Now.AddMinutes(-1),
            NotAfter = Now.AddHours(1),
            BrokerName = BrokerName,
            Reason = "liquid not detected",
        };
        return TicketAuthority.Issue(issuing ?? TestKeys.Issuing, change?.Invoke(ticket) ?? ticket).Bytes.ToArray();
    }
}

/// <summary>What admission knows of an instrument.</summary>
internal sealed record RegisteredInstrument(SessionNumber Session, KeyFingerprint Key, ReadOnlyMemory<byte> LogKey);
