using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Servers.Running;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.Testbed.SimulatedNetwork.Network;
using Orchestrator.Testbed.SimulatedNetwork.Servers;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>
/// What stands on the internet's computer and takes connections to the broker over. An inspection as sites have it is Squid's; what no program does as
/// wanted (odd certificates, buffering, silence, odd answers, cuts) is the testbed's own box, the same as in the simulated world, on real sockets.
/// </summary>
internal sealed class Middleboxes(Site site, SiteTrust trust, AddressFamilies addresses)
{
    private const int SquidPort = 13128;
    private const int TransparentPort = 13443;

    /// <summary>Starts one; gives the port to which connections are to be redirected.</summary>
    public async Task<(int Port, IAsyncDisposable Running)> StartAsync(MiddleboxSetup box, CancellationToken cancellationToken)
    {
        if (box is { Certificate: ShownCertificate.Trusted, BuffersBodies: false, Answers: null, CutsIdleAfterSeconds: null })
        {
            return (TransparentPort, await RunningServer.StartAsync(Squid(box), Places.On(site.Internet, site.Folder), cancellationToken).ConfigureAwait(false));
        }

        var serve = new Middlebox(box, new BrokerBridge(ConnectAsync), trust.Certificates, new Internet(new FaultSetup(), TimeProvider.System, new Quiet()));
        var listener = await Listener.StartAsync(site.Internet, new IPEndPoint(IPAddress.IPv6Any, 0), serve.ServeAsync).ConfigureAwait(false);
        return (listener.Port, listener);
    }

    private SquidOptions Squid(MiddleboxSetup box) => new()
    {
        Port = SquidPort,
        Hosts = ImmutableDictionary<string, string>.Empty.Add(SiteNames.Broker, (addresses == AddressFamilies.Ipv6 ? SiteNames.BrokerV6 : SiteNames.BrokerV4).ToString()),
        Interception = new SquidInterception(trust.Authority(), trust.VendorRoot, PassesUpgrades: !box.StripsUpgrades) { TransparentPort = TransparentPort },
    };

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken) => new NetworkStream(
        await ComputerSockets.ConnectAsync(site.Internet, new IPEndPoint(SiteNames.BrokerV4, SiteNames.Port(HostRole.Broker)), cancellationToken).ConfigureAwait(false), ownsSocket: true);
}
