using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Links.Dialing;

/// <summary>By what an outer certificate is judged beside the platform's trust.</summary>
internal sealed record OuterTlsRules
{
    /// <summary>The platform's trust alone: for a proxy, whose certificate is the site's own affair.</summary>
    public static OuterTlsRules PlatformOnly { get; } = new();

    /// <summary>Roots that count for this name beside the platform's.</summary>
    public X509Certificate2Collection ExtraRoots { get; init; } = [];

    /// <summary>Keys of which one stands in every genuine chain; empty: it can't be told apart.</summary>
    public FrozenSet<KeyFingerprint> Expected { get; private init; } = FrozenSet<KeyFingerprint>.Empty;

    /// <summary>Keys of which one must stand in the chain; empty: no such rule.</summary>
    public FrozenSet<KeyFingerprint> Pinned { get; private init; } = FrozenSet<KeyFingerprint>.Empty;

    /// <summary>What becomes of an inspected connection.</summary>
    public InterceptionRule Interception { get; private init; }

    /// <summary>Stand in for the platform's own roots in tests; null: the platform's. Nothing in the product sets it.</summary>
    internal X509Certificate2Collection? PlatformRoots { get; init; }

    /// <summary>The rules for the vendor's servers.</summary>
    public static OuterTlsRules For(X509Certificate2Collection extraRoots, OuterTlsPolicy policy) => new()
    {
        ExtraRoots = extraRoots,
        Expected = policy.ExpectedKeys.Concat(policy.PinnedKeys).Concat(extraRoots.Select(KeyOf)).ToFrozenSet(),
        Pinned = policy.PinnedKeys.ToFrozenSet(),
        Interception = policy.Interception,
    };

    /// <summary>The name of a certificate's key.</summary>
    public static KeyFingerprint KeyOf(X509Certificate2 certificate) => KeyFingerprint.OfSpki(certificate.PublicKey.ExportSubjectPublicKeyInfo());
}
