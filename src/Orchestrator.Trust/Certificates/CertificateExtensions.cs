using System.Formats.Asn1;

namespace Orchestrator.Trust.Certificates;

/// <summary>The three extensions of our shape. Any other, a second one, a missing or a non-critical one: not our certificate.</summary>
internal sealed record CertificateExtensions(RoleExtension Role, bool IsAuthority, int? PathLength, CertificateKeyUsage Usage)
{
    private const int Count = 3;

    public static CertificateExtensions? TryRead(AsnReader body)
    {
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var holder = body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true));
        var list = holder.ReadSequence();
        holder.ThrowIfNotEmpty();
        while (list.HasData)
        {
            var extension = list.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            if (!extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) || !extension.ReadBoolean())
                return null;
            var content = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (found.Count == Count || !found.TryAdd(id, content))
                return null;
        }

        if (!found.TryGetValue(CertificateProfile.BasicConstraints, out var constraints)
            || !found.TryGetValue(CertificateProfile.KeyUsage, out var usage)
            || !found.TryGetValue(CertificateProfile.RoleExtension, out var role)
            || RoleExtension.TryRead(role) is not { } parsedRole)
        {
            return null;
        }

        var (isAuthority, pathLength) = ReadConstraints(constraints);
        return new CertificateExtensions(parsedRole, isAuthority, pathLength, ReadUsage(usage));
    }

    private static (bool IsAuthority, int? PathLength) ReadConstraints(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var content = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var isAuthority = content.HasData && content.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && content.ReadBoolean();
        int? pathLength = null;
        if (content.HasData)
        {
            if (!content.TryReadInt32(out var length) || length < 0)
                throw new AsnContentException("A path length is no small number.");
            pathLength = length;
        }

        content.ThrowIfNotEmpty();
        return (isAuthority, pathLength);
    }

    private static CertificateKeyUsage ReadUsage(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var usage = reader.ReadNamedBitListValue<CertificateKeyUsage>();
        reader.ThrowIfNotEmpty();
        return usage;
    }
}
