using System.Formats.Asn1;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Trust.Certificates;

/// <summary>
/// Content of our own extension: SEQUENCE { version 1, role, name, printed name }. The name is a technician's account or a broker's DNS name; the printed name is
/// a technician's alone. Unused texts are empty.
/// </summary>
internal sealed record RoleExtension(CertificateRole Role, string Name, string PrintedName)
{
    private const int Version = 1;

    public byte[] Write()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            writer.WriteInteger((int)Role);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Name);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, PrintedName);
        }

        return writer.Encode();
    }

    /// <summary>Null when the content is malformed or its texts don't fit the role.</summary>
    public static RoleExtension? TryRead(ReadOnlyMemory<byte> der)
    {
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var inner = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (!inner.TryReadInt32(out var version) || version != Version || !inner.TryReadInt32(out var role))
                return null;
            var found = new RoleExtension((CertificateRole)role, Utf8(inner), Utf8(inner));
            inner.ThrowIfNotEmpty();
            return found.Fits() ? found : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Each role says exactly what it must, nothing more.</summary>
    public bool Fits() => Role switch
    {
        CertificateRole.Root or CertificateRole.Issuing => Name.Length == 0 && PrintedName.Length == 0,
        CertificateRole.Broker => DnsName.IsValid(Name) && PrintedName.Length == 0,
        CertificateRole.Technician => SafeText.IsSafe(Name, CertificateProfile.MaxAccount) && SafeText.IsSafe(PrintedName, CertificateProfile.MaxPrintedName),
        _ => false,
    };

    private static string Utf8(AsnReader reader) => reader.ReadCharacterString(UniversalTagNumber.UTF8String);
}
