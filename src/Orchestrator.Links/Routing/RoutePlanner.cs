using System.Collections.Immutable;
using Orchestrator.Abstractions;
using Orchestrator.Links.Routing.Pac;
using Orchestrator.Links.Routing.Settings;

namespace Orchestrator.Links.Routing;

/// <summary>
/// Makes the list of routes for a dial, in the order of trying. Who named something is obeyed alone; only where nobody did, this computer's settings count.
/// </summary>
internal sealed class RoutePlanner
{
    private readonly RouteSettings settings;
    private readonly PacRoutes? pac;
    private readonly Func<string, SystemProxies> system;

    /// <summary>Checks what can be checked without looking anywhere.</summary>
    /// <param name="settings">As the site file, or the command line, says.</param>
    /// <param name="pac">Gets and asks the PAC file that the settings name; null when they name none.</param>
    /// <param name="system">Reads this computer's settings.</param>
    /// <exception cref="DialException">PROXY_UNSUPPORTED: the named proxy isn't an address of one.</exception>
    public RoutePlanner(RouteSettings settings, PacRoutes? pac, Func<string, SystemProxies> system)
    {
        (this.settings, this.pac, this.system) = (settings, pac, system);
        Named = settings.Proxy is { Length: > 0 } proxy ? Route.Through(proxy, settings.Origin) : null;
    }

    /// <summary>The proxy that was named; null when none was.</summary>
    public Route? Named { get; }

    /// <summary>The routes to one of the broker's names, in the order that the settings give.</summary>
    public async ValueTask<RoutePlan> PlanAsync(string brokerName, CancellationToken cancellationToken)
    {
        if (Named is { } proxy)
            return new RoutePlan(Ordered([proxy], settings.Direct ?? DirectRoute.Never), []);
        if (pac is not null)
            return await pac.FindAsync(brokerName, cancellationToken).ConfigureAwait(false);
        if (!settings.UseSystem)
            return new RoutePlan([Route.Direct(settings.Origin)], []);
        var found = system(brokerName);
        return new RoutePlan(Ordered(found.For(brokerName), settings.Direct ?? DirectRoute.Last), found.Findings);
    }

    private ImmutableArray<Route> Ordered(ImmutableArray<Route> proxies, DirectRoute direct) => direct switch
    {
        _ when proxies.IsEmpty => [Route.Direct(settings.Origin)],
        DirectRoute.First => [Route.Direct(settings.Origin), .. proxies],
        DirectRoute.Last => [.. proxies.Where(one => !one.IsDirect), Route.Direct(settings.Origin)],
        _ => proxies,
    };
}
