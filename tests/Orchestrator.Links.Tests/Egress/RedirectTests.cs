using System.Net;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Tests.Dialing;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Egress;

/// <summary>Nobody is sent elsewhere: a redirect of broker or proxy is a failure with its code, and where it points nobody arrives.</summary>
[Trait("Requirement", "R-NET-3")]
public sealed class RedirectTests : IDisposable
{
    private const string Name = "broker.vendor.example";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TestAuthority authority = new();

    public void Dispose() => authority.Dispose();

    public static TheoryData<int> Statuses => [300, 301, 302, 303, 307, 308];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_redirect_of_the_broker_is_a_refused_transport(int status)
    {
        await using var trap = LoopbackServer.Start(LoopbackServer.EchoAsync);
        using var certificate = authority.Issue([Name]);
        await using var broker = LoopbackServer.Start(Redirecting(status, $"https://127.0.0.1:{trap.Port}/"), certificate);
        var network = new WatchedNetwork();

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(Options(broker.Port, network)).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("TRANSPORT_REFUSED", failure.Code);
        AssertNobodyWentOn(trap, network, broker.Port);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    [Trait("Requirement", "R-NET-16")]
    public async Task A_redirect_of_the_proxy_is_a_portal_that_is_met_once(int status)
    {
        await using var trap = LoopbackServer.Start(LoopbackServer.EchoAsync);
        await using var proxy = LoopbackServer.Start(Redirecting(status, $"http://127.0.0.1:{trap.Port}/"));
        var network = new WatchedNetwork();
        var options = Options(443, network) with { Routes = RouteSettings.Only($"http://127.0.0.1:{proxy.Port}", RouteOrigin.SiteFile) };

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("CAPTIVE_PORTAL", failure.Code);
        Assert.Equal(1, proxy.Accepted);
        AssertNobodyWentOn(trap, network, proxy.Port);
    }

    [Fact]
    [Trait("Requirement", "R-NET-16")]
    public async Task A_portal_on_the_brokers_port_is_met_once_whatever_transports_there_are()
    {
        await using var trap = LoopbackServer.Start(LoopbackServer.EchoAsync);
        await using var portal = LoopbackServer.Start(Redirecting(302, $"http://127.0.0.1:{trap.Port}/"));
        var network = new WatchedNetwork();

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(Options(portal.Port, network)).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("CAPTIVE_PORTAL", failure.Code);
        Assert.Equal(1, portal.Accepted);
        AssertNobodyWentOn(trap, network, portal.Port);
    }

    private static void AssertNobodyWentOn(LoopbackServer trap, WatchedNetwork network, int port)
    {
        Assert.Equal(0, trap.Accepted);
        Assert.All(network.Names, name => Assert.Equal(Name, name));
        Assert.All(network.Connected, to => Assert.Equal(port, to.Port));
    }

    private static Func<Stream, CancellationToken, Task> Redirecting(int status, string location) => async (stream, stop) =>
    {
        _ = await stream.ReadAsync(new byte[4096], stop);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stop);
    };

    private DialerOptions Options(int port, WatchedNetwork network) =>
        new() { BrokerNames = [Name], VendorDomain = "vendor.example", Port = port, ExtraRoots = [authority.Root], Network = network };

    /// <summary>The platform's network with every name at the loopback interface; notes who was asked for.</summary>
    private sealed class WatchedNetwork : INetwork
    {
        private readonly SystemNetwork real = new(_ => [IPAddress.Loopback]);

        public List<string> Names { get; } = [];

        public List<IPEndPoint> Connected { get; } = [];

        public ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
        {
            Names.Add(name);
            return real.ResolveAsync(name, cancellationToken);
        }

        public ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken)
        {
            Connected.Add(to);
            return real.ConnectAsync(to, cancellationToken);
        }
    }
}
