using System.Collections.Immutable;
using System.Net;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.Testbed.Servers.Tinyproxy;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>The real server that a scenario's proxy is.</summary>
internal static class ProxyServers
{
    private static readonly ServerAccount Account = new(SiteNames.User, SiteNames.Password);

    /// <summary>Its options.</summary>
    /// <exception cref="WorldException">No server here can be that.</exception>
    public static ServerOptions Of(ProxySetup proxy, AddressFamilies addresses)
    {
        var (address, port) = (Address(addresses), SiteNames.Port(HostRole.Proxy, proxy.Kind));
        return proxy switch
        {
            { Server: ProxyServer.Squid, Kind: ProxyKind.Http } => new SquidOptions
            {
                Address = address,
                Port = port,
                Account = Account,
                Schemes = [.. proxy.Schemes.Select(Scheme)],
                Rules = proxy.Denies ? [$"acl vendor dstdomain {SiteNames.Broker}", "http_access deny vendor"] : [],
                Hosts = ImmutableDictionary<string, string>.Empty.Add(SiteNames.Broker, Broker(addresses)),
            },
            { Server: ProxyServer.Tinyproxy, Kind: ProxyKind.Http, Denies: false } => new TinyproxyOptions
            {
                Address = address,
                Port = port,
                Account = proxy.Schemes.IsEmpty ? null : Account,
            },
            _ => throw new WorldException($"The real world has no {proxy.Server} as such a proxy. Play this scenario in the simulated world only, and say why."),
        };
    }

    private static SquidScheme Scheme(ProxyScheme scheme) =>
        Enum.TryParse<SquidScheme>(scheme.ToString(), out var known) ? known : throw new WorldException($"The real world's Squid can't offer {scheme}.");

    /// <summary>The address at which the proxy is asked; both where there are both.</summary>
    private static IPAddress Address(AddressFamilies addresses) => addresses switch
    {
        AddressFamilies.Ipv4 => SiteAddresses.Of(HostRole.Proxy, Family.V4),
        AddressFamilies.Ipv6 => SiteAddresses.Of(HostRole.Proxy, Family.V6),
        _ => IPAddress.IPv6Any,
    };

    private static string Broker(AddressFamilies addresses) => (addresses == AddressFamilies.Ipv6 ? SiteNames.BrokerV6 : SiteNames.BrokerV4).ToString();
}
