using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;
using Orchestrator.PluginHosting;

namespace Orchestrator.Links.Dialing;

/// <summary>The plugins as one dial finds them: which connector serves a proxy, and the transports by rank.</summary>
internal sealed class Ladder(Func<IEnumerable<ITransport>> transports, Func<IEnumerable<IProxyConnector>> connectors)
{
    /// <summary>The connector for a route.</summary>
    /// <exception cref="DialException">PROXY_UNSUPPORTED or PROXY_FAULT.</exception>
    public IProxyConnector Connector(Route route)
    {
        var (told, fault) = Told(connectors(), connector => connector.Schemes);
        var found = told.FirstOrDefault(one => one.Says.Contains(route.Proxy.Scheme, StringComparer.Ordinal)).Plugin;
        return found ?? throw (fault is null ? DialFailures.NoConnector(route.Proxy) : DialFailures.ProxyPlugin(fault));
    }

    /// <summary>The rungs from the first to be tried: the one that worked before, then by rank.</summary>
    /// <exception cref="DialException">TRANSPORT_FAULT: there is none.</exception>
    public IReadOnlyList<(ITransport Transport, TransportTraits Traits)> Rungs(string worked)
    {
        var (told, fault) = Told(transports(), transport => transport.Traits);
        if (told.Count == 0)
            throw fault is null ? DialFailures.NoTransport() : DialFailures.TransportPlugin(fault);
        return [.. told.OrderByDescending(rung => rung.Says.Name == worked).ThenBy(rung => rung.Says.Rank).ThenBy(rung => rung.Says.Name, StringComparer.Ordinal)];
    }

    /// <summary>What each plugin says of itself. One that can't say it, as when no generation of it is active, is left out; the last such fault is kept.</summary>
    private static (List<(T Plugin, TSays Says)> Told, PluginFault? Fault) Told<T, TSays>(IEnumerable<T> plugins, Func<T, TSays> ask)
    {
        var told = new List<(T, TSays)>();
        PluginFault? last = null;
        foreach (var plugin in plugins)
        {
            try
            {
                told.Add((plugin, ask(plugin)));
            }
            catch (PluginFaultException fault)
            {
                last = fault.Fault;
            }
        }

        return (told, last);
    }
}
