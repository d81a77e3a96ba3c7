using System.Net;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Firewall;

/// <summary>A host of a scenario at one of its addresses, on its port and with its protocol: what has a counter of its own.</summary>
/// <param name="Role">Which host.</param>
/// <param name="Family">Family of the address.</param>
/// <param name="Protocol">tcp or udp.</param>
/// <param name="Port">Its only port.</param>
internal sealed record KnownHop(HostRole Role, Family Family, string Protocol, int Port)
{
    /// <summary>Name of its counter.</summary>
    public string Counter => $"{Role}_{Family}_{Protocol}".ToLowerInvariant();

    /// <summary>In the result.</summary>
    public string Destination => $"{EndPoint}/{Protocol}";

    /// <summary>Address and port.</summary>
    public IPEndPoint EndPoint => new(Address, Port);

    /// <summary>What a packet to it looks like.</summary>
    public string Match => $"{(Family == Family.V4 ? "ip" : "ip6")} daddr {Address} {Protocol} dport {Port}";

    private IPAddress Address => SiteAddresses.Of(Role, Family);

    /// <summary>All that there can be.</summary>
    /// <param name="proxy">Says the proxy's port.</param>
    public static IEnumerable<KnownHop> All(ProxySetup? proxy) =>
        from role in Enum.GetValues<HostRole>()
        from family in Enum.GetValues<Family>()
        from protocol in Protocols(role)
        select new KnownHop(role, family, protocol, SiteNames.Port(role, proxy?.Kind ?? ProxyKind.Http));

    private static string[] Protocols(HostRole role) => role is HostRole.Dns or HostRole.Kdc ? ["udp", "tcp"] : ["tcp"];
}
