using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Proxy;

/// <summary>Credentials that are the same for everybody who asks; remembers who asked.</summary>
public sealed class FixedCredentials(ProxyCredential? credential = null, bool allowBasicInClear = true) : IProxyCredentials
{
    /// <summary>Scheme and realm of each question.</summary>
    public List<(string Scheme, string Realm)> Asked { get; } = [];

    /// <inheritdoc />
    public bool AllowBasicInClear => allowBasicInClear;

    /// <inheritdoc />
    public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken)
    {
        Asked.Add((scheme, realm));
        return ValueTask.FromResult(credential);
    }
}
