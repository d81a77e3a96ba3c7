using System.Collections.Immutable;
using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>Versions of the real servers, as the distribution names them.</summary>
internal static class ServerVersions
{
    private static readonly string[] Packages =
        ["squid-openssl", "tinyproxy", "haproxy", "dante-server", "microsocks", "krb5-kdc", "winbind", "dnsmasq-base", "nftables"];

    /// <summary>Of those that are installed; empty where there is no such distribution.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Tool.Find("dpkg-query") is null)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var package in Packages)
        {
            try
            {
                versions[package] = (await Tool.RunAsync("dpkg-query", ["-W", "-f=${Version}", package], "", cancellationToken).ConfigureAwait(false)).Trim();
            }
            catch (WorldException)
            {
                // It isn't installed: a scenario that needs it says so.
            }
        }

        return versions;
    }
}
