using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Testbed.Servers;

namespace Orchestrator.TestSupport.Network;

/// <summary>A certificate authority of one test: it exists in memory and nobody trusts it unless told to.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private readonly X509Certificate2 root;

    /// <summary>Makes a root that is valid for twenty years around now.</summary>
    public TestAuthority(string name = "Test root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        root = request.CreateSelfSigned(now.AddYears(-10), now.AddYears(10));
    }

    /// <summary>The root, DER.</summary>
    public ReadOnlyMemory<byte> Root => root.RawData;

    /// <summary>The root, PEM.</summary>
    public string RootPem => root.ExportCertificatePem();

    /// <summary>The root with its key, for a server that issues certificates itself.</summary>
    public ServerCertificate ToServerCertificate() => ToServerCertificate(root);

    /// <summary>A certificate with its key, for a server's files.</summary>
    public static ServerCertificate ToServerCertificate(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return new ServerCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A server certificate with its key.</summary>
    /// <param name="names">DNS names or addresses in the SAN.</param>
    /// <param name="from">Days from today to the first valid one.</param>
    /// <param name="days">Days that it is valid.</param>
    /// <param name="usage">Extended key usage; server authentication when null.</param>
    public X509Certificate2 Issue(string[] names, int from = -1, int days = 30, string? usage = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test server", key, HashAlgorithmName.SHA256);
        var subject = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                subject.AddIpAddress(address);
            else
                subject.AddDnsName(name);
        }

        request.CertificateExtensions.Add(subject.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage is null ? ServerAuthentication : new Oid(usage)], false));
        var begin = TimeProvider.System.GetUtcNow().AddDays(from);
        using var bare = request.Create(root, begin, begin.AddDays(days), RandomNumberGenerator.GetBytes(8));
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    /// <inheritdoc />
    public void Dispose() => root.Dispose();
}
