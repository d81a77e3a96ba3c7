using System.Collections.Immutable;

namespace Orchestrator.Links.Routing;

/// <summary>Makes the list of routes for a dial, in the order of trying.</summary>
internal sealed class RoutePlanner
{
    private readonly RouteSettings settings;

    /// <summary>Checks what can be checked without looking anywhere.</summary>
    /// <exception cref="Abstractions.DialException">PROXY_UNSUPPORTED: the named proxy isn't an address of one.</exception>
    public RoutePlanner(RouteSettings settings)
    {
        this.settings = settings;
        Named = settings.Proxy is { Length: > 0 } proxy ? Route.Through(proxy, settings.Origin) : null;
    }

    /// <summary>The proxy that was named; null when none was.</summary>
    public Route? Named { get; }

    /// <summary>The routes to one of the broker's names; at least one.</summary>
    public ImmutableArray<Route> Plan() => Named is { } proxy
        ? Ordered([proxy], settings.Direct ?? DirectRoute.Never)
        : [Route.Direct(settings.Origin)];

    private ImmutableArray<Route> Ordered(ImmutableArray<Route> proxies, DirectRoute direct) => direct switch
    {
        DirectRoute.First => [Route.Direct(settings.Origin), .. proxies],
        DirectRoute.Last => [.. proxies, Route.Direct(settings.Origin)],
        _ => proxies,
    };
}
