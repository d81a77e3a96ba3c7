using System.Formats.Asn1;
using System.Numerics;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Certificates;

/// <summary>
/// Strict reader of certificates of our one shape. Own code rather than the platform's, because the platform's accepts far more than this system needs,
/// hides the signed bytes, and isn't the same everywhere.
/// </summary>
internal static class CertificateReader
{
    private const int X509Version3 = 2;

    /// <summary>Null and a reason when the bytes aren't a certificate of our shape.</summary>
    public static ParsedCertificate? TryRead(ReadOnlyMemory<byte> der, out CertificateRefusal refusal)
    {
        refusal = CertificateRefusal.Malformed;
        if (der.Length is 0 or > CertificateProfile.MaxBytes)
            return null;
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var certificate = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var signed = certificate.ReadEncodedValue();
            var algorithm = certificate.ReadEncodedValue();
            var signature = certificate.ReadBitString(out var unused);
            certificate.ThrowIfNotEmpty();
            if (unused != 0 || !algorithm.Span.SequenceEqual(CertificateProfile.SignatureAlgorithm))
            {
                refusal = CertificateRefusal.WrongAlgorithm;
                return null;
            }

            return ReadSigned(signed, signature, ref refusal);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static ParsedCertificate? ReadSigned(ReadOnlyMemory<byte> signed, byte[] signature, ref CertificateRefusal refusal)
    {
        var body = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        var version = body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true));
        if (version.ReadInteger() != X509Version3)
            return null;
        version.ThrowIfNotEmpty();
        var serial = body.ReadIntegerBytes();
        if (serial.Length > CertificateProfile.SerialBytes + 1 || new BigInteger(serial.Span, isBigEndian: true).Sign <= 0)
            return null;
        if (!body.ReadEncodedValue().Span.SequenceEqual(CertificateProfile.SignatureAlgorithm))
        {
            refusal = CertificateRefusal.WrongAlgorithm;
            return null;
        }

        var issuer = body.ReadEncodedValue();
        var validity = body.ReadSequence();
        DateTimeOffset from = ReadTime(validity), until = ReadTime(validity);
        validity.ThrowIfNotEmpty();
        var subject = body.ReadEncodedValue();
        if (!RsaPublic.TryImport(body.ReadEncodedValue().Span, out var key, out _))
        {
            refusal = CertificateRefusal.BadKey;
            return null;
        }

        var extensions = CertificateExtensions.TryRead(body);
        body.ThrowIfNotEmpty();
        if (extensions is null)
        {
            refusal = CertificateRefusal.WrongExtensions;
            return null;
        }

        return new ParsedCertificate
        {
            Signed = signed, Signature = signature, Issuer = issuer, Subject = subject, Serial = serial, NotBefore = from, NotAfter = until, Key = key,
            Role = extensions.Role, IsAuthority = extensions.IsAuthority, PathLength = extensions.PathLength, Usage = extensions.Usage,
        };
    }

    /// <summary>RFC 5280: UTCTime through 2049, GeneralizedTime from 2050; whole seconds, Z.</summary>
    private static DateTimeOffset ReadTime(AsnReader reader)
    {
        if (reader.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.UtcTime)))
            return reader.ReadUtcTime(2049);
        var time = reader.ReadGeneralizedTime();
        return time.Year >= 2050 && time.Ticks % TimeSpan.TicksPerSecond == 0 ? time : throw new AsnContentException("A date isn't written as RFC 5280 asks.");
    }
}
