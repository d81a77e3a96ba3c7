using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Routing;

/// <summary>One way out: straight to the broker, or through a proxy.</summary>
public sealed record Route
{
    private Route(ProxyAddress proxy, RouteOrigin origin) => (Proxy, Origin) = (proxy, origin);

    /// <summary>Who named it.</summary>
    public RouteOrigin Origin { get; }

    /// <summary>True when there is no proxy in it.</summary>
    public bool IsDirect => !Proxy.IsProxy;

    internal ProxyAddress Proxy { get; }

    /// <summary>Straight to the broker.</summary>
    public static Route Direct(RouteOrigin origin = RouteOrigin.Default) => new(ProxyAddress.Direct, origin);

    /// <summary>Through a proxy, written as scheme://host:port.</summary>
    /// <exception cref="Abstractions.DialException">PROXY_UNSUPPORTED: not such an address. The text isn't repeated, it may hold a password.</exception>
    public static Route Through(string proxy, RouteOrigin origin)
    {
        ArgumentException.ThrowIfNullOrEmpty(proxy);
        return new Route(ProxyAddress.Parse(proxy), origin);
    }

    /// <summary><c>direct</c>, or scheme://host:port.</summary>
    public override string ToString() => IsDirect ? "direct" : Proxy.ToString();

    /// <summary>The same way, whoever named it.</summary>
    public bool IsSameWay(Route other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Proxy == other.Proxy;
    }
}

/// <summary>Who named a route.</summary>
public enum RouteOrigin
{
    /// <summary>Nobody: there is no proxy unless somebody names one.</summary>
    Default,

    /// <summary>The customer's site file.</summary>
    SiteFile,

    /// <summary>The command line, or the composition of a test.</summary>
    CommandLine,

    /// <summary>A PAC file that the site file or the command line names.</summary>
    PacFile,

    /// <summary>This computer's settings.</summary>
    System,
}
