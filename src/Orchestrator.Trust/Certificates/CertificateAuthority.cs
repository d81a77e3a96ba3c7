using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Certificates;

/// <summary>
/// Makes the certificates of this system, each as DER. Runs at the vendor's only: the root's in <c>init</c>, the technicians' in the broker's admission. Times
/// are cut to whole seconds.
/// </summary>
public static class CertificateAuthority
{
    /// <summary>The self-signed root: RSA-4096 or larger.</summary>
    public static byte[] CreateRoot(IPssSigner root, string name, DateTimeOffset from, DateTimeOffset until, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (root.Public.Bits < 4096)
            throw new TrustException(TrustFault.BadKey, "The root key must have at least 4096 bits.");
        var subject = Name(name);
        return Build(new(root, subject, from, until, random), root.Public, subject, new(CertificateRole.Root, "", ""));
    }

    /// <summary>The issuing key's certificate, signed by the root.</summary>
    public static byte[] CertifyIssuing(
        IPssSigner root, ReadOnlyMemory<byte> rootCertificate, RsaPublic issuing, string name, DateTimeOffset from, DateTimeOffset until, IRandomSource random) =>
        Build(Issuer(root, rootCertificate, from, until, random), issuing, Name(name), new(CertificateRole.Issuing, "", ""));

    /// <summary>A broker's certificate, signed by the root, for its DNS name (lower case).</summary>
    public static byte[] CertifyBroker(
        IPssSigner root, ReadOnlyMemory<byte> rootCertificate, RsaPublic broker, string dnsName, DateTimeOffset from, DateTimeOffset until, IRandomSource random) =>
        Build(Issuer(root, rootCertificate, from, until, random), broker, Name(dnsName), new(CertificateRole.Broker, dnsName, ""));

    /// <summary>A technician's certificate for at most 12 hours, signed by the issuing key.</summary>
    public static byte[] CertifyTechnician(
        IPssSigner issuing, ReadOnlyMemory<byte> issuingCertificate, RsaPublic technician, string account, string printedName, DateTimeOffset from, TimeSpan lifetime, IRandomSource random)
    {
        if (lifetime <= TimeSpan.Zero || lifetime > CertificateProfile.MaxTechnicianLifetime)
            throw new TrustException(TrustFault.OutOfRange, "A technician's certificate lives for at most 12 hours.");
        return Build(Issuer(issuing, issuingCertificate, from, from + lifetime, random), technician, Name(account), new(CertificateRole.Technician, account, printedName));
    }

    private sealed record Signing(IPssSigner Key, X500DistinguishedName Name, DateTimeOffset From, DateTimeOffset Until, IRandomSource Random);

    private static Signing Issuer(IPssSigner key, ReadOnlyMemory<byte> certificate, DateTimeOffset from, DateTimeOffset until, IRandomSource random)
    {
        if (CertificateReader.TryRead(certificate, out var refusal) is not { } parsed || !parsed.Key.Equals(key.Public))
            throw new TrustException(TrustFault.BadKey, $"The issuer's certificate doesn't belong to the key that should sign ({refusal}).");
        return new(key, new X500DistinguishedName(parsed.Subject.ToArray()), from, until, random);
    }

    private static byte[] Build(Signing issuer, RsaPublic subjectKey, X500DistinguishedName subject, RoleExtension role)
    {
        ArgumentNullException.ThrowIfNull(issuer.Random);
        if (!role.Fits() || issuer.Until <= issuer.From)
            throw new TrustException(TrustFault.OutOfRange, "The names or the validity of a certificate are outside their limits.");
        var authority = role.Role is CertificateRole.Root or CertificateRole.Issuing;
        var request = new CertificateRequest(subject, PublicKey.CreateFromSubjectPublicKeyInfo(subjectKey.Spki.Span, out _), HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, authority, role.Role == CertificateRole.Root ? 1 : 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(Usage(role.Role), critical: true));
        request.CertificateExtensions.Add(new X509Extension(CertificateProfile.RoleExtension, role.Write(), critical: true));
        using var made = request.Create(issuer.Name, new PssSignatureGenerator(issuer.Key), WholeSeconds(issuer.From), WholeSeconds(issuer.Until), Serial(issuer.Random));
        return made.RawData;
    }

    private static X509KeyUsageFlags Usage(CertificateRole role) => role switch
    {
        CertificateRole.Root => X509KeyUsageFlags.KeyCertSign,
        CertificateRole.Issuing => X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature,
        _ => X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
    };

    private static X500DistinguishedName Name(string commonName)
    {
        if (!SafeText.IsSafe(commonName, CertificateProfile.MaxName))
            throw new TrustException(TrustFault.OutOfRange, "The name of a certificate's subject is empty, too long, or has characters that can't be shown safely.");
        var builder = new X500DistinguishedNameBuilder();
        builder.Add(CertificateProfile.CommonName, commonName, System.Formats.Asn1.UniversalTagNumber.UTF8String);
        return builder.Build();
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    /// <summary>Positive, never zero, 127 random bits.</summary>
    private static byte[] Serial(IRandomSource random)
    {
        var serial = new byte[CertificateProfile.SerialBytes];
        random.Fill(serial);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
