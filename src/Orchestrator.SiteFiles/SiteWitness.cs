using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.SiteFiles;

/// <summary>The witness that a site runs, and the secret that shows it which runs are from its own instruments.</summary>
public sealed class SiteWitness
{
    private readonly byte[]? _secret;

    /// <param name="key">Under which it cosigns.</param>
    /// <param name="secret">32 bytes, or null where the site has none. Never shown or logged.</param>
    /// <exception cref="ArgumentException">The secret has another length.</exception>
    public SiteWitness(WitnessKey key, byte[]? secret)
    {
        if (secret is not null && secret.Length != WitnessTag.SecretBytes)
            throw new ArgumentException($"A site's secret has {WitnessTag.SecretBytes} bytes.", nameof(secret));
        Key = key;
        _secret = secret;
    }

    /// <summary>Under which it cosigns.</summary>
    public WitnessKey Key { get; }

    /// <summary>What a run sends of itself, so that the site's witness knows it; null without a secret.</summary>
    public byte[]? Tag(string origin, Ed25519Public logKey) => _secret is { } secret ? WitnessTag.Of(secret, origin, logKey) : null;
}
