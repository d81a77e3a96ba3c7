using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Certificates;

/// <summary>The parts of a certificate of our shape; nothing of it is verified yet.</summary>
internal sealed record ParsedCertificate
{
    /// <summary>The exact bytes that the issuer signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>The issuer's name in DER.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>The subject's name in DER.</summary>
    public required ReadOnlyMemory<byte> Subject { get; init; }

    public required ReadOnlyMemory<byte> Serial { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required RsaPublic Key { get; init; }

    public required RoleExtension Role { get; init; }

    public required bool IsAuthority { get; init; }

    /// <summary>How many authorities may follow; null without a limit.</summary>
    public required int? PathLength { get; init; }

    public required CertificateKeyUsage Usage { get; init; }
}
