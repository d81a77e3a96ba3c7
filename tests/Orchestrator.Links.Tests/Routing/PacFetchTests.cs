using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Tests.Dialing;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Routing;

/// <summary>PAC files from a server that answers as a test says.</summary>
[Trait("Requirement", "R-NET-8")]
public sealed class PacFetchTests
{
    private const string Script = "function FindProxyForURL(url, host) { return 'DIRECT'; }";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 56\r\n\r\n" + Script)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + Script)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\nfunction FindProxyFo\r\n24\r\nrURL(url, host) { return 'DIRECT'; }\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n\uFEFF" + Script)]
    public async Task A_file_is_got_once_by_a_plain_request_and_leads_the_dial(string answer)
    {
        var requests = new List<string>();
        await using var server = Server(answer, requests);
        await using var broker = new DialerFixture();
        using var memory = new DialMemory();
        var dialer = DialerFixture.Dialer(broker.Options with { Routes = Named($"http://127.0.0.1:{server.Port}/site/proxy.pac?x=1"), Memory = memory });

        await using var first = await dialer.DialAsync(default).WaitAsync(Patience);
        await using var second = await dialer.DialAsync(default).WaitAsync(Patience);

        Assert.Equal("websocket", first.Facts.Transport);
        var request = Assert.Single(requests);
        Assert.StartsWith($"GET /site/proxy.pac?x=1 HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("vendor", request, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/proxy.pac\r\n\r\n", "PAC_UNREACHABLE", "sends elsewhere")]
    [InlineData("HTTP/1.1 404 Not Found\r\n\r\n", "PAC_UNREACHABLE", "404")]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "PAC_UNREACHABLE", "407")]
    [InlineData("SSH-2.0-x\r\n", "PAC_UNREACHABLE", "can't be read")]
    [InlineData("", "PAC_UNREACHABLE", "can't be read")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n" + Script, "PAC_UNREACHABLE", "can't be got")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n", "PAC_INVALID", "larger than")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nx", "PAC_INVALID", "packed")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n<html>Please sign in</html>", "PAC_INVALID", "can't be used")]
    [Trait("Requirement", "R-NET-3")]
    public async Task What_is_no_PAC_file_is_a_named_failure_and_no_other_connection_is_made(string answer, string code, string what)
    {
        await using var server = Server(answer, []);
        await using var broker = new DialerFixture();

        var failure = await Assert.ThrowsAsync<DialException>(() =>
            DialerFixture.Dialer(broker.Options with { Routes = Named($"http://127.0.0.1:{server.Port}/p") }).DialAsync(default).WaitAsync(Patience));

        Assert.Equal(code, failure.Code);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (server.Accepted, broker.Server.Accepted));
    }

    [Fact]
    [Trait("Requirement", "R-NET-3")]
    public async Task WPAD_asks_for_one_name_and_no_other()
    {
        var asked = new List<string>();
        var options = new DialerOptions
        {
            BrokerNames = [DialerFixture.Name],
            Routes = new RouteSettings { Origin = RouteOrigin.SiteFile, WpadDomain = "lab.site.example" },
            Resolve = name =>
            {
                asked.Add(name);
                return [];
            },
        };

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("PAC_UNREACHABLE", failure.Code);
        Assert.Equal(["wpad.lab.site.example"], asked);
    }

    [Theory]
    [InlineData("lab.example/x")]
    [InlineData("lab.example:80")]
    [InlineData("me@lab.example")]
    public void A_domain_for_WPAD_that_is_none_is_refused_at_once(string domain)
    {
        var options = new DialerOptions { BrokerNames = [DialerFixture.Name], Routes = new RouteSettings { WpadDomain = domain } };

        Assert.Equal("PAC_INVALID", Assert.Throws<DialException>(() => DialerFixture.Dialer(options)).Code);
    }

    private static RouteSettings Named(string place) => new() { Origin = RouteOrigin.SiteFile, PacFile = place };

    private static LoopbackServer Server(string answer, List<string> requests) => LoopbackServer.Start(async (stream, stop) =>
    {
        var request = new StringBuilder();
        var one = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, stop) > 0)
            request.Append((char)one[0]);
        requests.Add(request.ToString());
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), stop);
    });
}
