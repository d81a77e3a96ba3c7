using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.TestSupport.Evidence;

/// <summary>A vendor on paper: keys, certificates, signed configuration; what a bundle's chain of keys begins with.</summary>
public sealed class MadeVendor
{
    /// <summary>When everything happens.</summary>
    public static readonly DateTimeOffset Now = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The broker's name, first half of both logs'.</summary>
    public const string Domain = "support.vendor.example";

    private static readonly Lazy<MadeVendor> LazyUsual = new(() => new MadeVendor(TestKeys.Root));

    /// <summary>Under any root.</summary>
    public MadeVendor(RsaIdentity root)
    {
        Root = root;
        var random = SystemRandomSource.Instance;
        var rootCertificate = CertificateAuthority.CreateRoot(root, "Vendor root", Now.AddYears(-1), Now.AddYears(19), random);
        Issuing = CertificateAuthority.CertifyIssuing(root, rootCertificate, TestKeys.Issuing.Public, "Vendor issuing", Now.AddMonths(-1), Now.AddYears(2), random);
        Technician = CertificateAuthority.CertifyTechnician(
            TestKeys.Issuing, Issuing, TestKeys.Technician.Public, "ada", "Ada Lovelace", Now.AddHours(-1), TimeSpan.FromHours(12), random);
        Log = Ed25519Key.Generate(new SeededRandom(77));
        Configuration = ConfigurationFile.Sign(
            new ConfigurationContent
            {
                Organisation = "Vendor AG",
                SignedAt = Now.AddDays(-10),
                BrokerNames = [Domain],
                Port = 443,
                OuterTlsRoots = [],
                RootCertificate = rootCertificate,
                IssuingCertificate = Issuing,
                MinimumClientVersion = "0.1.0",
                BrokerLogKey = Log.Public.Bytes.ToArray(),
                Policy = new PolicyContent
                {
                    MaxMinutes = new Dictionary<string, int> { ["view"] = 60, ["send-file"] = 30 },
                    Sas = "typed",
                    PresenceMinutes = 10,
                    GraceSeconds = 20,
                    PromptSeconds = 60,
                    MaxFileBytes = 1_000_000,
                },
            },
            root);
    }

    /// <summary>The one that most tests trust.</summary>
    public static MadeVendor Usual => LazyUsual.Value;

    /// <summary>The root's key.</summary>
    public RsaIdentity Root { get; }

    /// <summary>The issuing key's certificate.</summary>
    public byte[] Issuing { get; }

    /// <summary>Ada's certificate.</summary>
    public byte[] Technician { get; }

    /// <summary>Signs the broker's checkpoints.</summary>
    public Ed25519Key Log { get; }

    /// <summary>The signed configuration.</summary>
    public byte[] Configuration { get; }
}
