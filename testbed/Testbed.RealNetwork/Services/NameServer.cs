using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>Names of a site: dnsmasq on the router for the instrument PC, and the router's own file for what runs on the router.</summary>
internal static class NameServer
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Tells everybody the names, and starts the server unless it is to be absent.</summary>
    public static async Task StartAsync(Site site, NetworkSetup network, CancellationToken cancellationToken)
    {
        var families = Site.Of(network.Addresses);
        site.Router.Etc.SetHosts(Names(families, NameService.Normal));
        site.Internet.Etc.SetHosts(Names(families, NameService.Normal));

        // A site with both families has its resolver at the address that works.
        var asked = network.Addresses is AddressFamilies.Ipv6 or AddressFamilies.BrokenIpv4 ? Family.V6 : Family.V4;
        if (network.Names == NameService.Absent)
        {
            return;
        }

        site.Instrument.Etc.SetNameServers([SiteAddresses.Of(HostRole.Dns, asked).ToString()]);

        string[] arguments =
        [
            "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--group=root", "--no-resolv", "--no-hosts", "--local=/test/", "--bind-interfaces", "--log-facility=-",
            .. families.Select(family => $"--listen-address={SiteAddresses.Of(HostRole.Dns, family)}"),
            .. Names(families, network.Names).Select(each => $"--host-record={each.Name},{string.Join(',', each.Addresses)}"),
        ];
        var server = site.Router.Serve("dnsmasq", "dnsmasq", arguments);
        await UntilItListensAsync(site.Router, server, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All names of a scenario, each with its addresses.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<string> Addresses)> Names(Family[] families, NameService known)
    {
        yield return Of(SiteNames.Proxy, HostRole.Proxy);
        yield return Of(SiteNames.SecondProxy, HostRole.SecondProxy);
        yield return Of(SiteNames.PacServer, HostRole.PacServer);
        yield return Of($"wpad.{SiteNames.SiteDomain}", HostRole.PacServer);
        yield return Of(SiteNames.Kdc, HostRole.Kdc);
        yield return (SiteNames.DeadProxy, [.. families.Select(family => SiteAddresses.Dead(family).ToString())]);
        if (known == NameService.Normal)
        {
            yield return Of(SiteNames.Broker, HostRole.Broker);
            yield return Of(SiteNames.Elsewhere, HostRole.Elsewhere);
        }

        (string Name, IReadOnlyList<string> Addresses) Of(string name, HostRole role) => (name, [.. families.Select(family => SiteAddresses.Of(role, family).ToString())]);
    }

    private static async Task UntilItListensAsync(Computer router, HeldProcess server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTime);
        while (!Sockets.IsBound(router.Pid, SiteNames.Port(HostRole.Dns)))
        {
            if (server.HasExited || limit.IsCancellationRequested)
            {
                throw new WorldException($"dnsmasq doesn't serve: {server.Said}");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
