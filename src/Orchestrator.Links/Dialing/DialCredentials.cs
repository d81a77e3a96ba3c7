using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// The site's credentials as one dial sees them. The site is asked once, however many schemes are tried: one dial, one prompt. What a proxy refused is
/// handed out no more, and then for none of the other schemes of this dial either: their attempts would count against the same account.
/// </summary>
internal sealed class DialCredentials(IProxyCredentials? site, CredentialMemory memory, bool proxyIsTls) : IProxyCredentials
{
    private readonly Dictionary<string, ProxyCredential> given = new(StringComparer.OrdinalIgnoreCase);
    private bool asked;
    private ProxyCredential? answer;

    /// <summary>Inside TLS to the proxy nothing is in clear.</summary>
    public bool AllowBasicInClear => proxyIsTls || (site?.AllowBasicInClear ?? false);

    /// <summary>True when a credential was held back because the proxy had refused it.</summary>
    public bool HeldBack { get; private set; }

    /// <inheritdoc />
    public async ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken)
    {
        if (!asked && site is not null)
            answer = await site.GetAsync(scheme, realm, cancellationToken).ConfigureAwait(false);
        asked = true;
        if (answer is not null && memory.IsRefused(scheme, answer))
            HeldBack = true;
        if (answer is null || HeldBack)
            return null;
        given[scheme] = answer;
        return answer;
    }

    /// <summary>
    /// The proxy refused what was handed out. Noted for every scheme that was tried on the way: one that seemed to lead nowhere may have been refused
    /// too, by the site's sign-in server.
    /// </summary>
    public void NoteRefusal()
    {
        foreach (var (scheme, credential) in given)
            memory.Refuse(scheme, credential);
    }
}
