using System.Net;
using System.Net.Sockets;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Dialing;

public sealed class TcpConnectorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Families_take_turns_and_the_list_is_bounded()
    {
        string[] given = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2"];

        var mixed = TcpConnector.Interleave([.. given.Select(IPAddress.Parse)]);

        Assert.Equal(["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"], mixed.Select(address => address.ToString()));
        Assert.Equal(8, TcpConnector.Interleave([.. Enumerable.Range(1, 50).Select(last => IPAddress.Parse($"192.0.2.{last}"))]).Length);
        Assert.Empty(TcpConnector.Interleave([]));
    }

    [Fact]
    public async Task An_address_that_refuses_is_passed_over_for_the_next()
    {
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync);
        var connector = new TcpConnector(new SystemNetwork(_ => [IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3"), IPAddress.Loopback]), TimeProvider.System);

        var (stream, address) = await connector.ConnectAsync(new Endpoint("broker.vendor.example", server.Port, IsProxy: false), default).WaitAsync(Patience);

        await using (stream)
        {
            Assert.Equal(new IPEndPoint(IPAddress.Loopback, server.Port), address);
        }
    }

    [Theory]
    [InlineData(false, "BROKER_UNREACHABLE")]
    [InlineData(true, "PROXY_UNREACHABLE")]
    public async Task Nobody_at_the_port_is_unreachable(bool isProxy, string code)
    {
        var connector = new TcpConnector(new SystemNetwork(_ => [IPAddress.Loopback]), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<DialException>(() => connector.ConnectAsync(new Endpoint("some.name.example", ClosedPort(), isProxy), default).WaitAsync(Patience));

        Assert.Equal(code, failure.Code);
        Assert.Contains("ConnectionRefused", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "NAME_NOT_FOUND")]
    [InlineData(true, "PROXY_UNREACHABLE")]
    public async Task A_name_without_an_address_is_said_to_be_unknown(bool isProxy, string code)
    {
        var empty = new TcpConnector(new SystemNetwork(_ => []), TimeProvider.System);
        var failing = new TcpConnector(new SystemNetwork(_ => throw new SocketException((int)SocketError.HostNotFound)), TimeProvider.System);
        var to = new Endpoint("some.name.example", 443, isProxy);

        Assert.Equal(code, (await Assert.ThrowsAsync<DialException>(() => empty.ConnectAsync(to, default))).Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<DialException>(() => failing.ConnectAsync(to, default))).Code);
    }

    [Fact]
    public async Task A_literal_address_of_the_broker_is_never_taken_without_resolution()
    {
        var asked = "";
        var network = new SystemNetwork(name =>
        {
            asked = name;
            return [];
        });
        var connector = new TcpConnector(network, TimeProvider.System);

        await Assert.ThrowsAsync<DialException>(() => connector.ConnectAsync(new Endpoint("127.0.0.1", 443, IsProxy: false), default));

        Assert.Equal("127.0.0.1", asked);
    }

    [Fact]
    public async Task Cancellation_ends_the_attempt()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TcpConnector(new SystemNetwork(_ => [IPAddress.Loopback]), TimeProvider.System).ConnectAsync(new Endpoint("some.name.example", ClosedPort(), false), stop.Token).WaitAsync(Patience));
    }

    internal static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
