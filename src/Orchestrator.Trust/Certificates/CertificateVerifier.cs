using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Certificates;

/// <summary>
/// Verifies the two short chains of this system (root → issuing → technician, root → broker) with own code: no store of the operating system, no network, no
/// chain building. Times are the caller's: at the instrument the broker's time plus the monotonic clock.
/// </summary>
public static class CertificateVerifier
{
    private const CertificateKeyUsage EndUsage = CertificateKeyUsage.DigitalSignature | CertificateKeyUsage.KeyEncipherment;

    /// <summary>A self-signed root of our shape. Whether it is *the* root, its fingerprint decides.</summary>
    public static CertificateVerdict<RootIdentity> VerifyRoot(ReadOnlyMemory<byte> root, DateTimeOffset? at = null)
    {
        if (Read(root, CertificateRole.Root, out var refusal) is not { } parsed)
            return CertificateVerdict<RootIdentity>.Refuse(refusal);
        refusal = SignedBy(parsed, parsed.Subject, parsed.Key, at);
        return refusal == CertificateRefusal.None
            ? CertificateVerdict<RootIdentity>.Accept(new(parsed.Key, parsed.NotBefore, parsed.NotAfter))
            : CertificateVerdict<RootIdentity>.Refuse(refusal);
    }

    /// <summary>The issuing certificate under a root. Without a time the validity isn't judged: for material whose use is judged later.</summary>
    public static CertificateVerdict<IssuingIdentity> VerifyIssuing(ReadOnlyMemory<byte> issuing, ReadOnlyMemory<byte> root, DateTimeOffset? at = null) =>
        UnderRoot(issuing, CertificateRole.Issuing, root, at, out var parsed) is var refusal and not CertificateRefusal.None
            ? CertificateVerdict<IssuingIdentity>.Refuse(refusal)
            : CertificateVerdict<IssuingIdentity>.Accept(new(parsed!.Key, parsed.NotBefore, parsed.NotAfter));

    /// <summary>A broker's certificate under the root, for the name that was dialled (compared exactly, lower case).</summary>
    public static CertificateVerdict<BrokerIdentity> VerifyBroker(ReadOnlyMemory<byte> broker, ReadOnlyMemory<byte> root, string dialledName, DateTimeOffset at)
    {
        var refusal = UnderRoot(broker, CertificateRole.Broker, root, at, out var parsed);
        if (refusal == CertificateRefusal.None && !string.Equals(parsed!.Role.Name, dialledName, StringComparison.Ordinal))
            refusal = CertificateRefusal.WrongName;
        return refusal == CertificateRefusal.None
            ? CertificateVerdict<BrokerIdentity>.Accept(new(parsed!.Key, parsed.Role.Name, parsed.NotAfter))
            : CertificateVerdict<BrokerIdentity>.Refuse(refusal);
    }

    /// <summary>A technician's certificate under the issuing certificate under the root. Without a time the validity isn't judged.</summary>
    public static CertificateVerdict<TechnicianIdentity> VerifyTechnician(
        ReadOnlyMemory<byte> technician, ReadOnlyMemory<byte> issuing, ReadOnlyMemory<byte> root, DateTimeOffset? at)
    {
        var refusal = UnderRoot(issuing, CertificateRole.Issuing, root, at, out var authority);
        if (refusal != CertificateRefusal.None)
            return CertificateVerdict<TechnicianIdentity>.Refuse(refusal);
        if (Read(technician, CertificateRole.Technician, out refusal) is not { } parsed)
            return CertificateVerdict<TechnicianIdentity>.Refuse(refusal);
        refusal = SignedBy(parsed, authority!.Subject, authority.Key, at);
        return refusal == CertificateRefusal.None
            ? CertificateVerdict<TechnicianIdentity>.Accept(
                new(parsed.Key, parsed.Role.Name, parsed.Role.PrintedName, SHA256.HashData(technician.Span), parsed.NotAfter))
            : CertificateVerdict<TechnicianIdentity>.Refuse(refusal);
    }

    private static CertificateRefusal UnderRoot(
        ReadOnlyMemory<byte> certificate, CertificateRole role, ReadOnlyMemory<byte> root, DateTimeOffset? at, out ParsedCertificate? parsed)
    {
        parsed = null;
        var top = Read(root, CertificateRole.Root, out var refusal);
        if (top is null)
            return refusal;
        refusal = SignedBy(top, top.Subject, top.Key, at);
        if (refusal != CertificateRefusal.None)
            return refusal;
        parsed = Read(certificate, role, out refusal);
        return parsed is null ? refusal : SignedBy(parsed, top.Subject, top.Key, at);
    }

    private static ParsedCertificate? Read(ReadOnlyMemory<byte> der, CertificateRole role, out CertificateRefusal refusal)
    {
        if (CertificateReader.TryRead(der, out refusal) is not { } parsed)
            return null;
        refusal = ShapeOf(parsed, role);
        return refusal == CertificateRefusal.None ? parsed : null;
    }

    private static CertificateRefusal ShapeOf(ParsedCertificate certificate, CertificateRole role)
    {
        var (isAuthority, pathLength, usage) = role switch
        {
            CertificateRole.Root => (true, (int?)1, CertificateKeyUsage.KeyCertSign),
            CertificateRole.Issuing => (true, 0, CertificateKeyUsage.KeyCertSign | CertificateKeyUsage.DigitalSignature),
            _ => (false, null, EndUsage),
        };
        if (certificate.Role.Role != role || certificate.IsAuthority != isAuthority || certificate.PathLength != pathLength || certificate.Usage != usage)
            return CertificateRefusal.WrongRole;
        var lifetime = certificate.NotAfter - certificate.NotBefore;
        var tooLong = role == CertificateRole.Technician && lifetime > CertificateProfile.MaxTechnicianLifetime;
        return lifetime <= TimeSpan.Zero || tooLong ? CertificateRefusal.BadValidity : CertificateRefusal.None;
    }

    private static CertificateRefusal SignedBy(ParsedCertificate certificate, ReadOnlyMemory<byte> issuerName, RsaPublic issuer, DateTimeOffset? at)
    {
        if (!certificate.Issuer.Span.SequenceEqual(issuerName.Span))
            return CertificateRefusal.WrongIssuer;
        if (!issuer.VerifyExact(certificate.Signed.Span, certificate.Signature))
            return CertificateRefusal.BadSignature;
        if (at < certificate.NotBefore)
            return CertificateRefusal.NotYetValid;
        return at > certificate.NotAfter ? CertificateRefusal.Expired : CertificateRefusal.None;
    }
}
