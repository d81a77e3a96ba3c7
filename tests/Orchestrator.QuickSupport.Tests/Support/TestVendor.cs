using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Support;

/// <summary>A vendor whose broker isn't there: a signed configuration with all that QuickSupport wants of it.</summary>
internal static class TestVendor
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly byte[] Root = CertificateAuthority.CreateRoot(TestKeys.Root, "Test root", From, From.AddYears(10), SystemRandomSource.Instance);

    private static readonly byte[] Issuing =
        CertificateAuthority.CertifyIssuing(TestKeys.Root, Root, TestKeys.Issuing.Public, "Test issuing", From, From.AddYears(2), SystemRandomSource.Instance);

    /// <summary>The file's bytes.</summary>
    public static byte[] Configuration(string broker, int port, string minimum = "0.1.0", byte[]? outerRoot = null) => ConfigurationFile.Sign(
        new ConfigurationContent
        {
            Organisation = "Vendor AG",
            SignedAt = From,
            BrokerNames = [broker],
            Port = port,
            OuterTlsRoots = outerRoot is null ? [] : [outerRoot],
            RootCertificate = Root,
            IssuingCertificate = Issuing,
            MinimumClientVersion = minimum,
            BrokerLogKey = Ed25519Key.Generate(new SeededRandom(3)).Public.Bytes.ToArray(),
            Policy = new PolicyContent
            {
                MaxMinutes = new Dictionary<string, int> { ["view"] = 20, ["control"] = 15, ["send-file"] = 10 },
                Sas = "typed",
                PresenceMinutes = 10,
                GraceSeconds = 20,
                PromptSeconds = 60,
                MaxFileBytes = 1 << 20,
            },
        },
        TestKeys.Root);
}
