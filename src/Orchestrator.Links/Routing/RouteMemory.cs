using System.Collections.Immutable;

namespace Orchestrator.Links.Routing;

/// <summary>
/// Which route and transport led to a link from which network. Lives as long as the process and is written nowhere; what isn't in a plan any more is
/// never taken from here.
/// </summary>
internal sealed class RouteMemory
{
    private const int MostNetworks = 16;
    private readonly Dictionary<string, (Route Route, string Transport)> worked = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>The same routes, the one that worked in this network first.</summary>
    public ImmutableArray<Route> Reorder(ImmutableArray<Route> routes, string network) =>
        Known(network) is { } known && routes.FirstOrDefault(known.Route.IsSameWay) is { } route ? [route, .. routes.Remove(route)] : routes;

    /// <summary>The transport that worked by this route; empty when none did.</summary>
    public string TransportOf(Route route, string network) => Known(network) is { } known && known.Route.IsSameWay(route) ? known.Transport : "";

    /// <summary>A link was made.</summary>
    public void Note(Route route, string transport, string network)
    {
        lock (gate)
        {
            if (worked.Count >= MostNetworks && !worked.ContainsKey(network))
                worked.Clear();
            worked[network] = (route, transport);
        }
    }

    private (Route Route, string Transport)? Known(string network)
    {
        lock (gate)
            return worked.TryGetValue(network, out var known) ? known : null;
    }
}
