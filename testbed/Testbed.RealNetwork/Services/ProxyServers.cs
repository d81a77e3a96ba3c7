using System.Collections.Immutable;
using System.Net;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Haproxy;
using Orchestrator.Testbed.Servers.Socks;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.Testbed.Servers.Tinyproxy;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>The real servers that a scenario's proxy is made of.</summary>
/// <param name="trust">Certificates.</param>
/// <param name="addresses">The scenario's families.</param>
/// <param name="kerberos">Where the site's Kerberos is; null: it has none.</param>
internal sealed class ProxyServers(SiteTrust trust, AddressFamilies addresses, SquidKerberos? kerberos)
{
    /// <summary>Port of a Squid that isn't asked directly.</summary>
    private const int Behind = 13128;

    private static readonly ServerAccount Account = new(SiteNames.User, SiteNames.Password);

    /// <summary>Their options, in the order of starting.</summary>
    /// <param name="proxy">What is wanted.</param>
    /// <param name="role">The proxy or the second one.</param>
    /// <exception cref="WorldException">No server here can be that.</exception>
    public IReadOnlyList<ServerOptions> Of(ProxySetup proxy, HostRole role)
    {
        var (address, port) = (Address(role), SiteNames.Port(role, proxy.Kind));
        return proxy switch
        {
            { Server: ProxyServer.Squid, Kind: ProxyKind.Http } => [Squid(proxy) with { Address = address, Port = port }],
            { Server: ProxyServer.Squid, Kind: ProxyKind.Https } =>
                [Squid(proxy) with { Address = address, Port = Behind, Tls = new SquidTls(port, trust.OfProxy()) }],
            { Server: ProxyServer.Haproxy, Kind: ProxyKind.Http } =>
            [
                Squid(proxy) with { Address = address, Port = Behind },
                new HaproxyOptions { Address = address, Port = port, Backend = new IPEndPoint(address, Behind).ToString(), Idle = Idle(proxy) },
            ],
            { Server: ProxyServer.Tinyproxy } =>
                [new TinyproxyOptions { Address = address, Port = port, Account = proxy.Schemes.IsEmpty ? null : Account, Denied = proxy.Denies ? SiteNames.Broker : null }],
            { Server: ProxyServer.Dante } =>
                [new DanteOptions { Address = address, Port = port, External = Site.Up, Denies = proxy.Denies, AsksForAccount = !proxy.Schemes.IsEmpty }],
            { Server: ProxyServer.Microsocks, Denies: false } =>
                [new MicrosocksOptions { Address = address, Port = port, Account = proxy.Schemes.IsEmpty ? null : Account }],
            _ => throw new WorldException($"The real world has no {proxy.Server} as such a proxy. Say “only: simulated” in this scenario, and why."),
        };
    }

    private SquidOptions Squid(ProxySetup proxy) => new()
    {
        Port = Behind,
        Account = Account,
        NtlmDomain = SiteNames.NtlmDomain,
        Schemes = [.. proxy.Schemes.Select(scheme => Enum.Parse<SquidScheme>(scheme.ToString()))],
        Kerberos = proxy.Schemes.Contains(ProxyScheme.Negotiate) ? kerberos : null,
        Rules = proxy.Denies ? [$"acl vendor dstdomain {SiteNames.Broker}", "http_access deny vendor"] : [],
        Hosts = ImmutableDictionary<string, string>.Empty.Add(SiteNames.Broker, (addresses == AddressFamilies.Ipv6 ? SiteNames.BrokerV6 : SiteNames.BrokerV4).ToString()),
    };

    /// <summary>The address at which it is asked; every address where both families lead to it.</summary>
    private IPAddress Address(HostRole role) => addresses switch
    {
        AddressFamilies.Ipv4 => SiteAddresses.Of(role, Family.V4),
        AddressFamilies.Ipv6 => SiteAddresses.Of(role, Family.V6),
        _ => IPAddress.IPv6Any,
    };

    private static TimeSpan Idle(ProxySetup proxy) => proxy.CutsIdleAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromMinutes(10);
}
