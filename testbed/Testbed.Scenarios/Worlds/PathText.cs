using Orchestrator.Links.Dialing;

namespace Orchestrator.Testbed.Scenarios.Worlds;

/// <summary>The way that a link takes, as scenarios write it: <c>http-proxy(basic) &gt; tls &gt; websocket</c>.</summary>
public static class PathText
{
    /// <summary>RFC 1929's name for its method.</summary>
    private const string SocksPassword = "username/password";

    /// <summary>Of a link; empty without one.</summary>
    public static string Of(DialFacts? facts)
    {
        if (facts is null)
            return "";
        var proxy = facts.Proxy.Length == 0 ? "direct" : $"{facts.Proxy[..facts.Proxy.IndexOf(':', StringComparison.Ordinal)]}-proxy";
        var scheme = facts.ProxyScheme.ToLowerInvariant() switch
        {
            "" => "",
            SocksPassword => "(password)",
            var other => $"({other})",
        };
        var tls = facts.Tls.Interception == TlsInterception.Intercepted ? "tls(intercepted)" : "tls";
        return $"{proxy}{scheme} > {tls} > {facts.Transport}";
    }
}
