using System.Formats.Asn1;

namespace Orchestrator.Trust.Certificates;

/// <summary>
/// The one shape that a certificate of this system has: X.509 v3, RSA-PSS with SHA-384 and salt 48, exactly three extensions, all critical (basic constraints,
/// key usage, and the role under an arc of our own). One shape leaves nothing to interpret.
/// </summary>
internal static class CertificateProfile
{
    /// <summary>An RSA-8192 certificate with the longest names has about 3 KiB.</summary>
    public const int MaxBytes = 4096;

    public const int MaxAccount = 64;
    public const int MaxPrintedName = 100;
    public const int MaxName = 253;
    public const int SerialBytes = 16;

    /// <summary>A technician's key is certified for one working day.</summary>
    public static readonly TimeSpan MaxTechnicianLifetime = TimeSpan.FromHours(12);

    public const string RoleExtension = "2.25.12202454736295202230459193040631017019.1";
    public const string BasicConstraints = "2.5.29.19";
    public const string KeyUsage = "2.5.29.15";
    public const string CommonName = "2.5.4.3";

    private const string Pss = "1.2.840.113549.1.1.10";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const int Salt = 48;

    /// <summary>The DER of the only signature algorithm, compared byte for byte.</summary>
    public static readonly byte[] SignatureAlgorithm = WriteAlgorithm();

    private static byte[] WriteAlgorithm()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pss);
            using (writer.PushSequence())
            {
                using (writer.PushSequence(Tag(0)))
                    WriteHash(writer);
                using (writer.PushSequence(Tag(1)))
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Mgf1);
                    WriteHash(writer);
                }

                using (writer.PushSequence(Tag(2)))
                    writer.WriteInteger(Salt);
            }
        }

        return writer.Encode();
    }

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    private static void WriteHash(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Sha384);
            writer.WriteNull();
        }
    }
}
