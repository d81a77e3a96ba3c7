using System.Collections.Immutable;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Configuration;

/// <summary>How the outer certificate of the vendor's servers is judged, once it is valid.</summary>
public sealed record OuterTlsPolicy
{
    /// <summary>Nothing is known of the vendor's certificates.</summary>
    public static OuterTlsPolicy Default { get; } = new();

    /// <summary>One of these, or an extra root, stands in every genuine chain.</summary>
    public ImmutableArray<KeyFingerprint> ExpectedKeys { get; init; } = [];

    /// <summary>One of these must stand in the chain; none: no such rule.</summary>
    public ImmutableArray<KeyFingerprint> PinnedKeys { get; init; } = [];

    /// <summary>What becomes of an inspected connection.</summary>
    public InterceptionRule Interception { get; init; }
}
