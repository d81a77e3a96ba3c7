using Orchestrator.Abstractions;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>The proxy's user name and password, as they stand in the demonstration's --proxy.</summary>
internal sealed class DemoCredentials : IProxyCredentials
{
    private readonly ProxyCredential _credential;

    private DemoCredentials(ProxyCredential credential) => _credential = credential;

    /// <inheritdoc/>
    public bool AllowBasicInClear => true;

    /// <summary>Null when the address names nobody.</summary>
    public static IProxyCredentials? Of(Uri? proxy)
    {
        var parts = proxy?.UserInfo.Split(':', 2);
        return parts is [var user, var password] && user.Length > 0
            ? new DemoCredentials(new ProxyCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)))
            : null;
    }

    /// <inheritdoc/>
    public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) => new(_credential);
}
