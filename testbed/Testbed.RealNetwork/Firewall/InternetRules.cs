using System.Text;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.RealNetwork.Firewall;

/// <summary>The computer on the internet: only the broker's port 443 is reachable through it, by one address, and a middlebox may take the connections over.</summary>
internal static class InternetRules
{
    /// <summary>Puts them in force.</summary>
    /// <param name="internet">Where.</param>
    /// <param name="middlebox">Port of the program that takes all connections to the broker over; null: they go through.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task ApplyAsync(Computer internet, int? middlebox, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.AppendLine("table inet internet {");
        text.AppendLine("  chain take {");
        text.AppendLine("    type nat hook prerouting priority dstnat;");
        if (middlebox is { } port)
        {
            foreach (var hop in Broker)
            {
                text.AppendLine($"    iifname \"{Site.Down}\" {hop.Match} redirect to :{port}");
            }
        }

        text.AppendLine($$"""
              }
              chain hide {
                type nat hook postrouting priority srcnat;
                oifname "{{Site.Up}}" masquerade
              }
              chain pass {
                type filter hook forward priority 0; policy drop;
                ct state established,related accept
            """);
        foreach (var hop in Broker)
        {
            text.AppendLine($"    {hop.Match} accept");
        }

        text.AppendLine("  }");
        text.AppendLine("}");
        return internet.ConfigureAsync("nft", ["-f", "-"], text.ToString(), cancellationToken);
    }

    private static IEnumerable<KnownHop> Broker => KnownHop.All(null).Where(hop => hop.Role == HostRole.Broker);
}
