using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Broker.Setup;

/// <summary>
/// A TLS certificate for the domain under a CA of its own, for tests and first steps. The CA's private key is never written: it can
/// sign nothing else, ever. A vendor in earnest puts a public CA's certificate in its place.
/// </summary>
/// <param name="Authority">The test CA's certificate, DER: an extra outer-TLS root in the clients' configuration.</param>
/// <param name="Certificate">The domain's certificate, DER.</param>
/// <param name="Key">Its key.</param>
internal sealed record TlsMaterial(byte[] Authority, byte[] Certificate, ECDsa Key) : IDisposable
{
    private const int AuthorityDays = 3650;

    /// <summary>The most that common TLS clients accept.</summary>
    private const int CertificateDays = 825;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static TlsMaterial Create(string domain, DateTimeOffset now)
    {
        var from = now.AddDays(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest(Name($"Orchestrator test CA for {domain}"), authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false));
        using var root = authority.CreateSelfSigned(from, now.AddDays(AuthorityDays));

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest(Name(domain), key, HashAlgorithmName.SHA256);
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        server.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        server.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(root, from, now.AddDays(CertificateDays), RandomNumberGenerator.GetBytes(16));
        return new TlsMaterial(root.RawData, certificate.RawData, key);
    }

    public void Dispose() => Key.Dispose();

    private static X500DistinguishedName Name(string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();

        // A common name holds 64 characters; the subject alternative name is what counts.
        builder.AddCommonName(commonName.Length <= 64 ? commonName : commonName[..64]);
        return builder.Build();
    }
}
