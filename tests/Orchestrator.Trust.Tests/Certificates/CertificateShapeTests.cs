using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Trust.Tests.TestCertificates;

namespace Orchestrator.Trust.Tests.Certificates;

/// <summary>
/// The one shape that a certificate has. Each of these is signed by the issuing key, so nothing but the shape stands against it: a changed byte alone would only show that
/// the signature is looked at.
/// </summary>
[Trait("Requirement", "R-HS-7")]
public sealed class CertificateShapeTests
{
    private static readonly ForgedCertificate Good = new();

    public static TheoryData<string, CertificateRefusal> Shapes => new()
    {
        { "as it should be", CertificateRefusal.None },
        { "version 1", CertificateRefusal.Malformed },
        { "version 2", CertificateRefusal.Malformed },
        { "version 4", CertificateRefusal.Malformed },
        { "serial 0", CertificateRefusal.Malformed },
        { "negative serial", CertificateRefusal.Malformed },
        { "serial of 17 bytes with a leading zero", CertificateRefusal.None },
        { "serial of 18 bytes", CertificateRefusal.Malformed },
        { "another algorithm inside", CertificateRefusal.WrongAlgorithm },
        { "another algorithm outside", CertificateRefusal.WrongAlgorithm },
        { "unique id", CertificateRefusal.Malformed },
        { "constraints not critical", CertificateRefusal.WrongExtensions },
        { "usage not critical", CertificateRefusal.WrongExtensions },
        { "role not critical", CertificateRefusal.WrongExtensions },
        { "without constraints", CertificateRefusal.WrongExtensions },
        { "without usage", CertificateRefusal.WrongExtensions },
        { "without role", CertificateRefusal.WrongExtensions },
        { "a fourth extension", CertificateRefusal.WrongExtensions },
        { "one extension twice", CertificateRefusal.WrongExtensions },
        { "role's version 2", CertificateRefusal.WrongExtensions },
        { "an unknown role", CertificateRefusal.WrongExtensions },
        { "a broker's role with a technician's names", CertificateRefusal.WrongExtensions },
        { "an account that can't be shown", CertificateRefusal.WrongExtensions },
        { "no account", CertificateRefusal.WrongExtensions },
        { "an authority", CertificateRefusal.WrongRole },
        { "a path length", CertificateRefusal.WrongRole },
        { "another usage", CertificateRefusal.WrongRole },
        { "a usage more", CertificateRefusal.WrongRole },
        { "a usage less", CertificateRefusal.WrongRole },
        { "more than twelve hours", CertificateRefusal.BadValidity },
        { "no time at all", CertificateRefusal.BadValidity },
        { "ending before it begins", CertificateRefusal.BadValidity },
        { "too large", CertificateRefusal.Malformed },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Nothing_but_our_shape_is_a_certificate(string which, CertificateRefusal expected)
    {
        byte[] other = [0x30, 0x0B, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C];
        const CertificateKeyUsage Both = CertificateKeyUsage.DigitalSignature | CertificateKeyUsage.KeyEncipherment;
        var forged = which switch
        {
            "as it should be" => Good,
            "version 1" => Good with { Version = 0 },
            "version 2" => Good with { Version = 1 },
            "version 4" => Good with { Version = 3 },
            "serial 0" => Good with { Serial = [0] },
            "negative serial" => Good with { Serial = [0x81] },
            "serial of 17 bytes with a leading zero" => Good with { Serial = [0, 0x81, .. new byte[15]] },
            "serial of 18 bytes" => Good with { Serial = [1, .. new byte[17]] },
            "another algorithm inside" => Good with { InnerAlgorithm = other },
            "another algorithm outside" => Good with { OuterAlgorithm = other },
            "unique id" => Good with { HasUniqueId = true },
            "constraints not critical" => Good with { NotCritical = [CertificateProfile.BasicConstraints] },
            "usage not critical" => Good with { NotCritical = [CertificateProfile.KeyUsage] },
            "role not critical" => Good with { NotCritical = [CertificateProfile.RoleExtension] },
            "without constraints" => Good with { Missing = [CertificateProfile.BasicConstraints] },
            "without usage" => Good with { Missing = [CertificateProfile.KeyUsage] },
            "without role" => Good with { Missing = [CertificateProfile.RoleExtension] },
            "a fourth extension" => Good with { Further = "2.5.29.37" },
            "one extension twice" => Good with { Missing = [], Further = CertificateProfile.KeyUsage },
            "role's version 2" => Good with { RoleVersion = 2 },
            "an unknown role" => Good with { Role = (CertificateRole)9 },
            "a broker's role with a technician's names" => Good with { Role = CertificateRole.Broker },
            "an account that can't be shown" => Good with { Account = "t.\u202Eweber" },
            "no account" => Good with { Account = "" },
            "an authority" => Good with { IsAuthority = true },
            "a path length" => Good with { PathLength = 0 },
            "another usage" => Good with { Usage = CertificateKeyUsage.KeyCertSign },
            "a usage more" => Good with { Usage = Both | CertificateKeyUsage.KeyCertSign },
            "a usage less" => Good with { Usage = CertificateKeyUsage.DigitalSignature },
            "more than twelve hours" => Good with { Until = TimeSpan.FromHours(11).Add(TimeSpan.FromSeconds(1)) },
            "no time at all" => Good with { From = TimeSpan.Zero, Until = TimeSpan.Zero },
            "ending before it begins" => Good with { From = TimeSpan.FromHours(1), Until = TimeSpan.FromHours(-1) },
            "too large" => Good with { PrintedName = new string('x', CertificateProfile.MaxBytes) },
            _ => throw new InvalidOperationException(which),
        };

        Assert.Equal(expected, CertificateVerifier.VerifyTechnician(forged.ToBytes(), Issuing, Root, Now).Refusal);
    }

    [Fact]
    public void The_root_must_be_in_its_time_too()
    {
        var until = Now.AddYears(19);
        var late = CertificateAuthority.CertifyIssuing(
            TestKeys.Root, Root, TestKeys.Issuing.Public, "Vendor issuing", Now, until.AddYears(1), SystemRandomSource.Instance);
        Assert.Equal(CertificateRefusal.None, CertificateVerifier.VerifyIssuing(late, Root, until).Refusal);
        Assert.Equal(CertificateRefusal.Expired, CertificateVerifier.VerifyIssuing(late, Root, until.AddSeconds(1)).Refusal);
    }
}
