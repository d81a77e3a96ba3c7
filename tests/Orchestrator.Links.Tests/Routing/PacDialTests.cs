using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Tests.Dialing;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Routing;

/// <summary>Dials that a PAC file leads, through real proxies.</summary>
[Trait("Requirement", "R-NET-8")]
public sealed class PacDialTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("pac-").FullName;

    [SkippableFact]
    [Trait("Requirement", "R-NET-3")]
    public async Task The_first_proxy_is_down_the_second_makes_the_tunnel_and_is_the_first_next_time()
    {
        await using var broker = new DialerFixture("localhost");
        await using var proxy = await RealProxy.StartTinyproxyAsync();
        var dead = TcpConnectorTests.ClosedPort();
        using var memory = new DialMemory();
        var dialer = DialerFixture.Dialer(broker.Options with { Routes = File($"return 'PROXY 127.0.0.1:{dead}; PROXY 127.0.0.1:{proxy.Port}; DIRECT';"), Memory = memory });

        await using var first = await dialer.DialAsync(default).WaitAsync(Patience);
        await using var second = await dialer.DialAsync(default).WaitAsync(Patience);

        Assert.Equal([($"http://127.0.0.1:{dead}", "PROXY_UNREACHABLE"), (proxy.Uri, "")], first.Report.Attempts.Select(attempt => (attempt.Route.ToString(), attempt.Code)));
        Assert.Equal(proxy.Uri, Assert.Single(second.Report.Attempts).Route.ToString());
        Assert.Contains($"CONNECT localhost:{broker.Server.Port}", proxy.AccessLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_DIRECT_counts_where_every_proxy_is_down()
    {
        await using var broker = new DialerFixture();
        var dead = TcpConnectorTests.ClosedPort();

        await using var dialed = await DialerFixture.Dialer(broker.Options with { Routes = File($"return 'PROXY 127.0.0.1:{dead}; SOCKS4 127.0.0.1:1; DIRECT';") }).DialAsync(default).WaitAsync(Patience);

        Assert.Equal("", dialed.Facts.Proxy);
        Assert.Contains("SOCKS 4 isn't supported", Assert.Single(dialed.Report.Findings).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return 'DIRECT'", "", "PAC_INVALID")]
    [InlineData("while (true) {}", "function FindProxyForURL(u, h) {", "PAC_TIMEOUT")]
    [InlineData("return null;", "function FindProxyForURL(u, h) {", "PAC_ANSWER")]
    [InlineData("return nothing;", "function FindProxyForURL(u, h) {", "PAC_FAILED")]
    public async Task A_PAC_file_that_names_no_way_is_a_named_failure_and_nothing_is_dialled(string body, string head, string code)
    {
        await using var broker = new DialerFixture();
        var routes = File(body, head, head.Length > 0 ? "}" : "");

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(broker.Options with { Routes = routes }).DialAsync(default).WaitAsync(Patience));

        Assert.Equal(code, failure.Code);
        Assert.Equal(code, Assert.Single(DialReport.Of(failure)!.Findings).Code);
        Assert.Equal(0, broker.Server.Accepted);
    }

    [Fact]
    public async Task A_PAC_file_that_is_not_there_is_a_named_failure()
    {
        await using var broker = new DialerFixture();
        var routes = new RouteSettings { Origin = RouteOrigin.SiteFile, PacFile = Path.Combine(folder, "nowhere.pac") };

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(broker.Options with { Routes = routes }).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("PAC_UNREACHABLE", failure.Code);
        Assert.Equal(0, broker.Server.Accepted);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private RouteSettings File(string body, string head = "function FindProxyForURL(url, host) {", string tail = "}")
    {
        var path = Path.Combine(folder, "proxy.pac");
        System.IO.File.WriteAllText(path, head + body + tail, Encoding.UTF8);
        return new RouteSettings { Origin = RouteOrigin.SiteFile, PacFile = path };
    }
}
