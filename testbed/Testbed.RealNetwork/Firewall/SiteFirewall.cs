using System.Text;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.RealNetwork.Firewall;

/// <summary>
/// The site's firewall, on its router: from the laboratory, what the scenario allows and nothing else; from outside, answers. It judges before
/// addresses are rewritten, so that what a middlebox takes over is judged by where it was sent.
/// </summary>
internal static class SiteFirewall
{
    private const string Table = "site";

    /// <summary>Puts it in force.</summary>
    /// <param name="router">Where.</param>
    /// <param name="network">What is allowed.</param>
    /// <param name="proxy">Says the proxy's port.</param>
    /// <param name="redirects">Connections from the laboratory that a program on the router takes over, each with the port that it listens on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task ApplyAsync(Computer router, NetworkSetup network, ProxySetup? proxy, IReadOnlyList<(KnownHop Hop, int Port)> redirects, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.AppendLine($"table inet {Table} {{");
        foreach (var hop in Allowed(network, proxy))
        {
            text.AppendLine($"  counter {hop.Counter} {{ }}");
        }

        text.AppendLine($$"""
              counter blocked { }
              chain judge {
                type filter hook prerouting priority mangle; policy accept;
                iifname "{{Site.Up}}" ct state established,related accept
                iifname "{{Site.Up}}" icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                iifname "{{Site.Up}}" drop
                iifname != "{{Site.ToLab}}" accept
                icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, mld2-listener-report } accept
            """);
        foreach (var family in Swallowed(network.Addresses))
        {
            text.AppendLine($"    meta nfproto {(family == Family.V4 ? "ipv4" : "ipv6")} counter name blocked drop");
        }

        foreach (var hop in Allowed(network, proxy))
        {
            text.AppendLine($"    {hop.Match} counter name {hop.Counter} accept");
        }

        text.AppendLine("    counter name blocked");
        text.AppendLine(network.Blocked == BlockAction.Reject ? "    meta l4proto tcp reject with tcp reset" : "");
        text.AppendLine("""
                drop
              }
              chain take {
                type nat hook prerouting priority dstnat;
            """);
        foreach (var (hop, port) in redirects)
        {
            text.AppendLine($"    iifname \"{Site.ToLab}\" {hop.Match} redirect to :{port}");
        }

        text.AppendLine("  }");
        text.AppendLine("}");
        return router.ConfigureAsync("nft", ["-f", "-"], text.ToString(), cancellationToken);
    }

    /// <summary>How many packets from the laboratory it let through, by the counter's name.</summary>
    public static async Task<IReadOnlyDictionary<string, Count>> ReadAsync(Computer router, CancellationToken cancellationToken) =>
        NftCounters.Parse(await router.ConfigureAsync("nft", ["-j", "list", "table", "inet", Table], "", cancellationToken).ConfigureAwait(false)).Named;

    private static IEnumerable<KnownHop> Allowed(NetworkSetup network, ProxySetup? proxy) => KnownHop.All(proxy).Where(hop => network.Allow.Contains(hop.Role));

    private static Family[] Swallowed(AddressFamilies addresses) => addresses switch
    {
        AddressFamilies.BrokenIpv4 => [Family.V4],
        AddressFamilies.BrokenIpv6 => [Family.V6],
        _ => [],
    };
}
