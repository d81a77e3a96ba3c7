using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tests;

/// <summary>A small vendor: root, issuing key, broker, technician, all valid at <see cref="Now"/>; and the same under a root that nobody trusts.</summary>
internal static class TestCertificates
{
    public static readonly DateTimeOffset Now = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public const string BrokerName = "broker.vendor.example";

    private static readonly Lazy<byte[]> LazyRoot = new(() => MakeRoot(TestKeys.Root, "Vendor root"));
    private static readonly Lazy<byte[]> LazyOtherRoot = new(() => MakeRoot(TestKeys.OtherRoot, "Vendor root"));
    private static readonly Lazy<byte[]> LazyIssuing = new(() => MakeIssuing(TestKeys.Root, Root));
    private static readonly Lazy<byte[]> LazyBroker = new(() => MakeBroker(TestKeys.Root, Root, BrokerName));
    private static readonly Lazy<byte[]> LazyTechnician = new(() => MakeTechnician(TestKeys.Issuing, Issuing));

    public static byte[] Root => LazyRoot.Value;

    public static byte[] OtherRoot => LazyOtherRoot.Value;

    public static byte[] Issuing => LazyIssuing.Value;

    public static byte[] Broker => LazyBroker.Value;

    public static byte[] Technician => LazyTechnician.Value;

    public static byte[] MakeRoot(IPssSigner key, string name) =>
        CertificateAuthority.CreateRoot(key, name, Now.AddYears(-1), Now.AddYears(19), SystemRandomSource.Instance);

    public static byte[] MakeIssuing(IPssSigner root, byte[] rootCertificate) => CertificateAuthority.CertifyIssuing(
        root, rootCertificate, TestKeys.Issuing.Public, "Vendor issuing", Now.AddMonths(-1), Now.AddYears(2), SystemRandomSource.Instance);

    public static byte[] MakeBroker(IPssSigner root, byte[] rootCertificate, string name) => CertificateAuthority.CertifyBroker(
        root, rootCertificate, TestKeys.Broker.Public, name, Now.AddMonths(-1), Now.AddYears(1), SystemRandomSource.Instance);

    public static byte[] MakeTechnician(IPssSigner issuing, byte[] issuingCertificate) => CertificateAuthority.CertifyTechnician(
        issuing, issuingCertificate, TestKeys.Technician.Public, "t.weber", "Tina Weber", Now.AddHours(-1), TimeSpan.FromHours(12), SystemRandomSource.Instance);
}
