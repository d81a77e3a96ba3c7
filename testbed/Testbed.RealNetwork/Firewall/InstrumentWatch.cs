using System.Text;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Firewall;

/// <summary>
/// Counts every packet that the instrument PC tries to send, before anything can swallow it: one counter for each host of the scenario, on its own port
/// alone, and the rest by destination. The rest is dropped there; what may pass of the others is the router's affair. Not counted as a destination:
/// the loopback interface, which no cable is on, and IPv6's search for neighbours and groups, as ARP isn't in IPv4; both have counters of their own.
/// Nothing from outside gets in but answers.
/// </summary>
internal static class InstrumentWatch
{
    private const string Table = "watch";
    private const int MaxStrays = 256;

    /// <summary>Puts it in force.</summary>
    public static Task ApplyAsync(Computer instrument, ProxySetup? proxy, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.AppendLine($"table inet {Table} {{");
        foreach (var hop in KnownHops(proxy))
        {
            text.AppendLine($"  counter {hop.Counter} {{ }}");
        }

        text.AppendLine($$"""
              counter loopback { }
              counter neighbours { }
              counter stray { }
              counter uninvited { }
              set strays4 { typeof ip daddr . meta l4proto . th dport; size {{MaxStrays}}; flags dynamic; counter; }
              set strays6 { typeof ip6 daddr . meta l4proto . th dport; size {{MaxStrays}}; flags dynamic; counter; }
              chain out {
                type filter hook output priority 0; policy drop;
                oifname "lo" counter name loopback accept
                icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, mld2-listener-report } counter name neighbours accept
            """);
        foreach (var hop in KnownHops(proxy))
        {
            text.AppendLine($"    {hop.Match} counter name {hop.Counter} accept");
        }

        text.AppendLine("""
                counter name stray
                meta l4proto { tcp, udp } update @strays4 { ip daddr . meta l4proto . th dport }
                meta l4proto { tcp, udp } update @strays6 { ip6 daddr . meta l4proto . th dport }
              }
              chain in {
                type filter hook input priority 0; policy drop;
                iifname "lo" accept
                icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                ct state established,related accept
                counter name uninvited
              }
            }
            """);
        return instrument.ConfigureAsync("nft", ["-f", "-"], text.ToString(), cancellationToken);
    }

    /// <summary>What was counted so far.</summary>
    public static async Task<WatchCounts> ReadAsync(Computer instrument, ProxySetup? proxy, CancellationToken cancellationToken)
    {
        var counters = NftCounters.Parse(await instrument.ConfigureAsync("nft", ["-j", "list", "table", "inet", Table], "", cancellationToken).ConfigureAwait(false));
        return new WatchCounts(
            [.. KnownHops(proxy).Select(hop => (hop, counters.Named[hop.Counter])).Where(each => each.Item2.Packets > 0)],
            counters.Elements,
            counters.Named["stray"],
            counters.Named["uninvited"],
            counters.Named["loopback"],
            counters.Named["neighbours"]);
    }

    private static IEnumerable<KnownHop> KnownHops(ProxySetup? proxy) => KnownHop.All(proxy);
}

/// <summary>What an instrument PC sent.</summary>
/// <param name="Hops">To the scenario's hosts; those without a packet are left out.</param>
/// <param name="Strays">To anything else, by destination as far as it is TCP or UDP.</param>
/// <param name="Stray">To anything else, altogether.</param>
/// <param name="Uninvited">What came in and answered nothing.</param>
/// <param name="Loopback">To itself.</param>
/// <param name="Neighbours">IPv6's search for neighbours.</param>
internal sealed record WatchCounts(
    IReadOnlyList<(KnownHop Hop, Count Count)> Hops, IReadOnlyList<(string Destination, Count Count)> Strays, Count Stray, Count Uninvited, Count Loopback, Count Neighbours);
