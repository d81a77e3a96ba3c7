using System.Net;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Kerberos;
using Orchestrator.Testbed.Servers.Running;
using Orchestrator.Testbed.Servers.Squid;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>The site's Kerberos: an MIT KDC on its own address, and what the instrument PC knows of it.</summary>
internal sealed class KerberosSite(RunningServer kdc)
{
    private static readonly string Realm = SiteNames.SiteDomain.ToUpperInvariant();

    /// <summary>The server.</summary>
    public RunningServer Server => kdc;

    /// <summary>For the proxy.</summary>
    public SquidKerberos Proxy => new(Configuration, Path.Combine(kdc.Folder, KdcOptions.Keytab), $"HTTP/{SiteNames.Proxy}@{Realm}");

    private string Configuration => Path.Combine(kdc.Folder, KdcOptions.Configuration);

    /// <summary>Starts it on the router.</summary>
    public static async Task<KerberosSite> StartAsync(Site site, AddressFamilies addresses, CancellationToken cancellationToken)
    {
        var options = new KdcOptions
        {
            Address = SiteAddresses.Of(HostRole.Kdc, addresses == AddressFamilies.Ipv6 ? Family.V6 : Family.V4),
            Port = SiteNames.Port(HostRole.Kdc),
            Realm = Realm,
            Accounts = [new ServerAccount(SiteNames.User, SiteNames.Password)],
            Services = [$"HTTP/{SiteNames.Proxy}"],
        };
        return new KerberosSite(await RunningServer.StartAsync(options, Places.On(site.Router, site.Folder), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The instrument PC belongs to the realm: variables of QuickSupport there, and, where the scenario wants one, a ticket of the operator's.</summary>
    public async Task<IReadOnlyDictionary<string, string>> JoinAsync(Site site, bool withTicket, CancellationToken cancellationToken)
    {
        var cache = $"FILE:{Path.Combine(site.Folder, "tickets")}";
        if (withTicket)
        {
            await site.Instrument.RunAsync(
                "env", [$"KRB5_CONFIG={Configuration}", $"KRB5CCNAME={cache}", "kinit", $"{SiteNames.User}@{Realm}"], cancellationToken, SiteNames.Password + "\n").ConfigureAwait(false);
        }

        return new Dictionary<string, string> { ["KRB5_CONFIG"] = Configuration, ["KRB5CCNAME"] = cache };
    }
}
