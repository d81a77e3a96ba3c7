using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// The account for the proxy of one route, and for no other: the configured one where the settings name that proxy, else what a person typed for it.
/// </summary>
internal sealed class RouteCredentials(Route route, DialerOptions options, TypedLogins typed) : IProxyCredentials
{
    /// <inheritdoc/>
    public bool AllowBasicInClear => options.ProxyCredentials?.AllowBasicInClear ?? options.AllowBasicInClear;

    /// <summary>True when the configured account is for this proxy: then nobody is asked for another.</summary>
    public bool IsConfigured => options.ProxyCredentials is not null && route.Origin switch
    {
        RouteOrigin.SiteFile or RouteOrigin.CommandLine => true,
        RouteOrigin.PacFile => options.Routes.AccountHosts.Contains(route.Proxy.Host, StringComparer.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>What the proxy said about itself when it asked.</summary>
    public string Realm { get; private set; } = "";

    /// <inheritdoc/>
    public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken)
    {
        Realm = realm;
        return IsConfigured ? options.ProxyCredentials!.GetAsync(scheme, realm, cancellationToken) : ValueTask.FromResult(typed.Of(route));
    }
}
