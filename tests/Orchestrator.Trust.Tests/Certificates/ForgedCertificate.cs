using System.Formats.Asn1;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Trust.Tests.TestCertificates;

namespace Orchestrator.Trust.Tests.Certificates;

/// <summary>
/// A technician's certificate in every detail, any of which a test may change before the issuing key signs it: what the owner of that key could make, and what
/// nobody may take for a certificate of ours.
/// </summary>
internal sealed record ForgedCertificate
{
    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Explicit3 = new(TagClass.ContextSpecific, 3, isConstructed: true);

    public int Version { get; init; } = 2;

    public byte[] Serial { get; init; } = [0x41, 1, 2, 3];

    public byte[] InnerAlgorithm { get; init; } = CertificateProfile.SignatureAlgorithm;

    public byte[] OuterAlgorithm { get; init; } = CertificateProfile.SignatureAlgorithm;

    public CertificateRole Role { get; init; } = CertificateRole.Technician;

    public int RoleVersion { get; init; } = 1;

    public bool IsAuthority { get; init; }

    public int? PathLength { get; init; }

    public CertificateKeyUsage Usage { get; init; } = CertificateKeyUsage.DigitalSignature | CertificateKeyUsage.KeyEncipherment;

    public string Account { get; init; } = "t.weber";

    public string PrintedName { get; init; } = "Tina Weber";

    public TimeSpan From { get; init; } = TimeSpan.FromHours(-1);

    public TimeSpan Until { get; init; } = TimeSpan.FromHours(11);

    /// <summary>Extensions that aren't marked critical.</summary>
    public IReadOnlyList<string> NotCritical { get; init; } = [];

    /// <summary>Extensions that are left out.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>A further one, by its id.</summary>
    public string? Further { get; init; }

    public bool HasUniqueId { get; init; }

    /// <summary>The whole of it, signed by the issuing key.</summary>
    public byte[] ToBytes()
    {
        var body = Body();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(body);
            writer.WriteEncodedValue(OuterAlgorithm);
            writer.WriteBitString(((IPssSigner)TestKeys.Issuing).SignExact(body));
        }

        return writer.Encode();
    }

    private byte[] Body()
    {
        var issuing = CertificateReader.TryRead(Issuing, out _)!;
        var technician = CertificateReader.TryRead(Technician, out _)!;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Explicit0))
                writer.WriteInteger(Version);
            writer.WriteInteger(Serial);
            writer.WriteEncodedValue(InnerAlgorithm);
            writer.WriteEncodedValue(issuing.Subject.Span);
            using (writer.PushSequence())
            {
                writer.WriteUtcTime(Now + From);
                writer.WriteUtcTime(Now + Until);
            }

            writer.WriteEncodedValue(technician.Subject.Span);
            writer.WriteEncodedValue(TestKeys.Technician.Public.Spki.Span);
            if (HasUniqueId)
                writer.WriteBitString([1, 2, 3], 0, new Asn1Tag(TagClass.ContextSpecific, 1));
            using (writer.PushSequence(Explicit3))
            using (writer.PushSequence())
            {
                foreach (var (id, content) in Extensions().Where(extension => !Missing.Contains(extension.Id)))
                    WriteExtension(writer, id, content);
            }
        }

        return writer.Encode();
    }

    private IEnumerable<(string Id, byte[] Content)> Extensions()
    {
        yield return (CertificateProfile.BasicConstraints, Encode(writer =>
        {
            using (writer.PushSequence())
            {
                if (IsAuthority)
                    writer.WriteBoolean(true);
                if (PathLength is { } length)
                    writer.WriteInteger(length);
            }
        }));
        yield return (CertificateProfile.KeyUsage, Encode(writer => writer.WriteNamedBitList(Usage)));
        yield return (CertificateProfile.RoleExtension, Encode(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(RoleVersion);
                writer.WriteInteger((int)Role);
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, Account);
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, PrintedName);
            }
        }));
        if (Further is not null)
            yield return (Further, [5, 0]);
    }

    private void WriteExtension(AsnWriter writer, string id, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(id);
            if (!NotCritical.Contains(id))
                writer.WriteBoolean(true);
            writer.WriteOctetString(content);
        }
    }

    private static byte[] Encode(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
