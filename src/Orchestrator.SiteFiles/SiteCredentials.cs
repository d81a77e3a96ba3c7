using Orchestrator.Abstractions;

namespace Orchestrator.SiteFiles;

/// <summary>Hands the site's proxy account to the dialer.</summary>
internal sealed class SiteCredentials(SiteProxyCredentials account) : IProxyCredentials
{
    /// <inheritdoc/>
    public bool AllowBasicInClear => account.BasicInClear;

    /// <inheritdoc/>
    public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ProxyCredential?>(new ProxyCredential(account.User, account.Password));
}
