using System.Text.Json.Serialization;

namespace Orchestrator.Trust.Configuration;

/// <summary>What the vendor says about the outer certificate of its servers, as it stands in the file. Each key is the SHA-256 of a SubjectPublicKeyInfo, 32 bytes.</summary>
public sealed record OuterTlsContent
{
    /// <summary>Keys of certification authorities, or of the servers themselves, of which one stands in every genuine chain. Another chain is a site's inspection.</summary>
    public IReadOnlyList<byte[]> ExpectedKeys { get; init; } = [];

    /// <summary>Keys of which one must stand in the chain, whoever issued it; none: no such rule.</summary>
    public IReadOnlyList<byte[]> PinnedKeys { get; init; } = [];

    /// <summary>"allow" or "refuse".</summary>
    [JsonRequired]
    public required string Interception { get; init; }
}
