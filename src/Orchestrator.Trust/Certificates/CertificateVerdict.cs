using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Trust.Certificates;

/// <summary>What verification gave: who it is, or the named reason why not.</summary>
public readonly record struct CertificateVerdict<TIdentity>
    where TIdentity : class
{
    private CertificateVerdict(TIdentity? identity, CertificateRefusal refusal)
    {
        Identity = identity;
        Refusal = refusal;
    }

    /// <summary>Null when refused.</summary>
    public TIdentity? Identity { get; }

    public CertificateRefusal Refusal { get; }

    [MemberNotNullWhen(true, nameof(Identity))]
    public bool IsAccepted => Identity is not null;

    internal static CertificateVerdict<TIdentity> Accept(TIdentity identity) => new(identity, CertificateRefusal.None);

    internal static CertificateVerdict<TIdentity> Refuse(CertificateRefusal refusal) => new(null, refusal);
}
