using System.Net;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Links.Tests.Dialing;

/// <summary>What a dial tells about everything that it tried.</summary>
public sealed class DialReportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_failed_dial_lists_every_route_and_fails_with_what_came_furthest()
    {
        await using var broker = new DialerFixture();
        var proxy = $"http://127.0.0.1:{TcpConnectorTests.ClosedPort()}";
        var options = broker.Options with { ExtraRoots = [], Routes = RouteSettings.Only(proxy, RouteOrigin.SiteFile) with { Direct = DirectRoute.Last } };

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("TLS_UNTRUSTED", failure.Code);
        Assert.EndsWith($"Tried as well: {proxy} (PROXY_UNREACHABLE).", failure.Message, StringComparison.Ordinal);
        var report = DialReport.Of(failure)!;
        Assert.Equal([(proxy, "PROXY_UNREACHABLE"), ("direct", "TLS_UNTRUSTED")], report.Attempts.Select(attempt => (attempt.Route.ToString(), attempt.Code)));
        Assert.All(report.Attempts, attempt => Assert.Equal((DialerFixture.Name, "websocket", false), (attempt.BrokerName, attempt.Transport, attempt.IsLink)));
        Assert.All(report.Attempts, attempt => Assert.NotEmpty(attempt.Sentence));
    }

    [Fact]
    public async Task A_link_brings_what_was_tried_before_it()
    {
        await using var broker = new DialerFixture();
        var proxy = $"http://127.0.0.1:{TcpConnectorTests.ClosedPort()}";
        var options = broker.Options with { Routes = RouteSettings.Only(proxy, RouteOrigin.SiteFile) with { Direct = DirectRoute.Last } };
        var refused = new StubTransport("first", 1, [], _ => throw new DialException("TRANSPORT_REFUSED", "Refused."));

        await using var dialed = await DialerFixture.Dialer(options, refused, new WebSocketTransport()).DialAsync(default).WaitAsync(Patience);

        Assert.Equal(
            [(proxy, "first", "TRANSPORT_REFUSED"), (proxy, "websocket", "PROXY_UNREACHABLE"), ("direct", "first", "TRANSPORT_REFUSED"), ("direct", "websocket", "")],
            dialed.Report.Attempts.Select(attempt => (attempt.Route.ToString(), attempt.Transport, attempt.Code)));
        Assert.True(dialed.Report.Attempts[^1].IsLink);
    }

    [Fact]
    public async Task Another_name_is_not_tried_through_a_proxy_that_failed_for_itself()
    {
        var proxy = $"http://127.0.0.1:{TcpConnectorTests.ClosedPort()}";
        var options = new DialerOptions
        {
            BrokerNames = ["one.vendor.example", "two.vendor.example"],
            Routes = RouteSettings.Only(proxy, RouteOrigin.SiteFile) with { Direct = DirectRoute.First },
            Resolve = _ => Array.Empty<IPAddress>(),
        };

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience));

        Assert.Equal(
            [("one.vendor.example", "direct"), ("one.vendor.example", proxy), ("two.vendor.example", "direct")],
            DialReport.Of(failure)!.Attempts.Select(attempt => (attempt.BrokerName, attempt.Route.ToString())));
    }

    [Fact]
    public async Task A_destination_that_the_guard_refuses_is_no_attempt()
    {
        await using var broker = new DialerFixture();

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(broker.Options).DialAsync("evil.example", default));

        Assert.Equal("EGRESS_REFUSED", failure.Code);
        Assert.Null(DialReport.Of(failure));
    }
}
