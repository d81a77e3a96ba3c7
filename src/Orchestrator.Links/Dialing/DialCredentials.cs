using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>The site's credentials as one dial sees them: never one that was refused before, and noted when handed out.</summary>
internal sealed class DialCredentials(IProxyCredentials? site, CredentialMemory memory, bool proxyIsTls) : IProxyCredentials
{
    private readonly List<(string Scheme, ProxyCredential Credential)> given = [];

    /// <summary>Inside TLS to the proxy nothing is in clear.</summary>
    public bool AllowBasicInClear => proxyIsTls || (site?.AllowBasicInClear ?? false);

    /// <summary>True when a credential was held back because the proxy had refused it.</summary>
    public bool HeldBack { get; private set; }

    /// <inheritdoc />
    public async ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken)
    {
        if (site is null || await site.GetAsync(scheme, realm, cancellationToken).ConfigureAwait(false) is not { } credential)
            return null;
        if (memory.IsRefused(scheme, credential))
        {
            HeldBack = true;
            return null;
        }

        given.Add((scheme, credential));
        return credential;
    }

    /// <summary>The proxy refused what was handed out.</summary>
    public void NoteRefusal() => given.ForEach(pair => memory.Refuse(pair.Scheme, pair.Credential));
}
