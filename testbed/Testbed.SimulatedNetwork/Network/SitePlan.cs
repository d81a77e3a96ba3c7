using System.Net;
using System.Net.Sockets;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.SimulatedNetwork.Network;

/// <summary>Addresses of the site's hosts, by the families that a scenario has.</summary>
internal static class SitePlan
{
    /// <summary>The site's resolver.</summary>
    public static IPAddress Dns { get; } = IPAddress.Parse("192.0.2.53");

    /// <summary>Address of the proxy, for site files that name it so.</summary>
    public static string ProxyAddress(AddressFamilies families) => Of(HostRole.Proxy, families)[0].ToString();

    /// <summary>Addresses of a host, IPv6 first as resolvers give them.</summary>
    public static IPAddress[] Of(HostRole role, AddressFamilies families)
    {
        var (v4, v6) = role switch
        {
            HostRole.Broker => (SiteNames.BrokerV4, SiteNames.BrokerV6),
            HostRole.Elsewhere => (IPAddress.Parse("203.0.113.66"), IPAddress.Parse("2001:db8:113::66")),
            _ => (IPAddress.Parse($"192.0.2.{10 + (int)role}"), IPAddress.Parse($"2001:db8:2::{10 + (int)role}")),
        };
        return families switch
        {
            AddressFamilies.Ipv4 => [v4],
            AddressFamilies.Ipv6 => [v6],
            _ => [v6, v4],
        };
    }

    /// <summary>Whether the instrument PC has an address of a family.</summary>
    public static bool Has(AddressFamilies families, AddressFamily family) => families switch
    {
        AddressFamilies.Ipv4 => family == AddressFamily.InterNetwork,
        AddressFamilies.Ipv6 => family == AddressFamily.InterNetworkV6,
        _ => true,
    };

    /// <summary>Whether what it sends over a family arrives anywhere.</summary>
    public static bool Works(AddressFamilies families, AddressFamily family) => families switch
    {
        AddressFamilies.BrokenIpv4 => family == AddressFamily.InterNetworkV6,
        AddressFamilies.BrokenIpv6 => family == AddressFamily.InterNetwork,
        _ => true,
    };
}
