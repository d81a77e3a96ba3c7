using System.Net;
using System.Net.Sockets;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Firewall;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>The counters see what the instrument PC sends, wherever it goes and whether or not it arrives.</summary>
public sealed class CountingTests : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-counting-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    [Trait("Requirement", "R-NET-3")]
    public async Task A_packet_to_anybody_else_is_counted_with_its_destination()
    {
        await RealNetworkFact.RequireAsync("bash");
        await using var stage = await StageAsync(new NetworkSetup { Allow = [HostRole.Broker] });

        // Both are told that they may not: what is dropped where it was sent has failed.
        await stage.Instrument.RunAsync("bash", ["-c", "! echo . >/dev/udp/198.51.100.9/4500 && ! echo . >/dev/udp/192.168.77.1/5353"], CancellationToken.None);

        Assert.Equal([null, null], (await stage.HopsAsync()).Select(hop => hop.Role));
        Assert.Equal(["192.168.77.1:5353/udp", "198.51.100.9:4500/udp"], (await stage.HopsAsync()).Select(hop => hop.Destination).Order(StringComparer.Ordinal));
        Assert.All(await stage.HopsAsync(), hop => Assert.Equal((1, 0), (hop.Packets, hop.Passed)));
    }

    [SkippableFact]
    public async Task Another_port_of_an_allowed_host_is_somewhere_else()
    {
        await RealNetworkFact.RequireAsync();
        await using var stage = await StageAsync(new NetworkSetup { Allow = [HostRole.Broker] });

        await TryAsync(stage.Instrument, new IPEndPoint(SiteNames.BrokerV4, 80), TimeSpan.FromMilliseconds(300));

        var hop = Assert.Single(await stage.HopsAsync());
        Assert.Null(hop.Role);
        Assert.Equal("203.0.113.10:80/tcp", hop.Destination);
    }

    [SkippableFact]
    public async Task An_attempt_that_the_site_refuses_counts_as_one()
    {
        await RealNetworkFact.RequireAsync();
        await using var stage = await StageAsync(new NetworkSetup { Allow = [HostRole.Dns], Blocked = BlockAction.Reject });

        var refusal = await TryAsync(stage.Instrument, new IPEndPoint(SiteNames.BrokerV4, 443), LongEnough);

        Assert.Equal(SocketError.ConnectionRefused, refusal);
        var hop = Assert.Single(await stage.HopsAsync());
        Assert.Equal((HostRole.Broker, 1L, 0L), (hop.Role!.Value, hop.Packets, hop.Passed));
    }

    [SkippableFact]
    public async Task A_search_for_a_neighbour_and_the_loopback_interface_are_no_hops()
    {
        await RealNetworkFact.RequireAsync();
        await using var stage = await StageAsync(new NetworkSetup { Addresses = AddressFamilies.Ipv6, Allow = [HostRole.Broker] });

        // The first packet to a neighbour makes the kernel look for it.
        await TryAsync(stage.Instrument, new IPEndPoint(SiteNames.BrokerV6, 443), LongEnough);
        await TryAsync(stage.Instrument, new IPEndPoint(IPAddress.IPv6Loopback, 9), LongEnough);

        var counts = await InstrumentWatch.ReadAsync(stage.Instrument, proxy: null, CancellationToken.None);
        Assert.True(counts.Neighbours.Packets > 0);
        Assert.True(counts.Loopback.Packets > 0);
        Assert.Equal(0, counts.Stray.Packets);
        Assert.Equal([HostRole.Broker], (await stage.HopsAsync()).Select(hop => hop.Role!.Value));
    }

    private static async Task<SocketError> TryAsync(Computer from, IPEndPoint to, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            using var socket = await ComputerSockets.ConnectAsync(from, to, limit.Token);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (OperationCanceledException)
        {
            return SocketError.TimedOut;
        }
    }

    private async Task<Stage> StageAsync(NetworkSetup network)
    {
        var warden = await Warden.StartAsync(CancellationToken.None);
        var vendor = await warden.AddAsync("vendor", _folder, CancellationToken.None);
        var site = await Site.BuildAsync(_folder, network.Addresses, vendor, 0, CancellationToken.None);
        await InternetRules.ApplyAsync(site.Internet, middlebox: null, CancellationToken.None);
        await SiteFirewall.ApplyAsync(site.Router, network, proxy: null, [], CancellationToken.None);
        await InstrumentWatch.ApplyAsync(site.Instrument, proxy: null, CancellationToken.None);
        return new Stage(warden, site);
    }

    private sealed class Stage(Warden warden, Site site) : IAsyncDisposable
    {
        public Computer Instrument => site.Instrument;

        public async Task<IReadOnlyList<Hop>> HopsAsync() => HopList.Of(
            await InstrumentWatch.ReadAsync(site.Instrument, proxy: null, CancellationToken.None), await SiteFirewall.ReadAsync(site.Router, CancellationToken.None));

        public async ValueTask DisposeAsync()
        {
            await site.DisposeAsync();
            await warden.DisposeAsync();
        }
    }
}
