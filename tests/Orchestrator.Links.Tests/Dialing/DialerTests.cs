using System.Net;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Dialing;

/// <summary>The whole ladder: guard, proxy plugin, outer TLS, transport plugin, over real sockets on the loopback interface.</summary>
public sealed class DialerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_direct_dial_carries_bytes_and_tells_how_it_came_about()
    {
        await using var broker = new DialerFixture();

        await using var dialed = await DialerFixture.Dialer(broker.Options).DialAsync(default).WaitAsync(Patience);

        Assert.Equal("hello"u8.ToArray(), await DialerFixture.EchoAsync(dialed, "hello"u8.ToArray()).WaitAsync(Patience));
        Assert.Equal((DialerFixture.Name, broker.Server.Port, $"127.0.0.1:{broker.Server.Port}"), (dialed.Facts.BrokerName, dialed.Facts.Port, dialed.Facts.Address));
        Assert.Equal(("", "", "websocket"), (dialed.Facts.Proxy, dialed.Facts.ProxyScheme, dialed.Facts.Transport));
        Assert.Equal(("TLS 1.3", "CN=Vendor test root", true), (dialed.Facts.Tls.Version, dialed.Facts.Tls.Issuer, dialed.Facts.Tls.ExtraRoot));
    }

    [SkippableTheory]
    [InlineData("tinyproxy")]
    [InlineData("squid")]
    [Trait("Requirement", "R-NET-4")]
    public async Task A_dial_through_a_real_proxy_with_Basic_carries_bytes(string program)
    {
        // The proxy resolves the name, with what this system knows.
        await using var broker = new DialerFixture("localhost");
        await using var proxy = program == "squid"
            ? await RealProxy.StartSquidAsync(options => options with { Schemes = [SquidScheme.Basic] })
            : await RealProxy.StartTinyproxyAsync(new ServerAccount("alice", "correct-horse"));
        var options = broker.Options with { Routes = RouteSettings.Only(proxy.Uri, RouteOrigin.SiteFile), ProxyCredentials = new Credentials("alice", "correct-horse") };

        await using var dialed = await DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience);

        Assert.Equal("hello"u8.ToArray(), await DialerFixture.EchoAsync(dialed, "hello"u8.ToArray()).WaitAsync(Patience));
        Assert.Equal((proxy.Uri, "Basic", $"127.0.0.1:{proxy.Port}"), (dialed.Facts.Proxy, dialed.Facts.ProxyScheme, dialed.Facts.Address));
        Assert.Contains($"CONNECT localhost:{broker.Server.Port}", proxy.AccessLog, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Requirement", "R-NET-14")]
    public async Task A_password_that_the_proxy_refused_is_not_sent_again_by_the_next_dial()
    {
        await using var proxy = await RealProxy.StartTinyproxyAsync(new ServerAccount("alice", "correct-horse"));
        await using var broker = new DialerFixture();
        var credentials = new Credentials("alice", "wrong");
        var dialer = DialerFixture.Dialer(broker.Options with { Routes = RouteSettings.Only(proxy.Uri, RouteOrigin.SiteFile), ProxyCredentials = credentials });

        var first = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));
        var second = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));
        Assert.Equal(("PROXY_AUTH_FAILED", "PROXY_AUTH_FAILED"), (first.Code, second.Code));
        Assert.Contains("before", second.Message, StringComparison.Ordinal);

        credentials.Password = "also wrong";
        var third = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));
        Assert.DoesNotContain("before", third.Message, StringComparison.Ordinal);
        Assert.Equal(0, broker.Server.Accepted);
    }

    [Fact]
    [Trait("Requirement", "R-NET-3")]
    public async Task With_a_proxy_named_nothing_is_dialled_directly_and_no_name_of_the_broker_is_resolved()
    {
        await using var broker = new DialerFixture();
        var resolved = new List<string>();
        var options = broker.Options with
        {
            Routes = RouteSettings.Only($"http://127.0.0.1:{TcpConnectorTests.ClosedPort()}", RouteOrigin.SiteFile),
            Resolve = name =>
            {
                resolved.Add(name);
                return [IPAddress.Loopback];
            },
        };

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("PROXY_UNREACHABLE", failure.Code);
        Assert.Empty(resolved);
        Assert.Equal(0, broker.Server.Accepted);
    }

    [Fact]
    public async Task A_name_outside_the_configuration_is_refused_before_anything_is_resolved()
    {
        await using var broker = new DialerFixture();
        var dialer = DialerFixture.Dialer(broker.Options with { Resolve = _ => throw new InvalidOperationException("Nothing may be resolved.") });

        var failure = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync("evil.example", default));

        Assert.Equal("EGRESS_REFUSED", failure.Code);
    }

    [Fact]
    public async Task The_next_name_is_tried_where_the_first_one_is_dead()
    {
        await using var broker = new DialerFixture();
        var options = broker.Options with
        {
            BrokerNames = ["dead.vendor.example", DialerFixture.Name],
            Resolve = name => name == DialerFixture.Name ? [IPAddress.Loopback] : [],
        };

        await using var dialed = await DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience);

        Assert.Equal(DialerFixture.Name, dialed.Facts.BrokerName);
    }

    [Fact]
    public async Task The_extra_roots_do_not_count_for_a_proxy()
    {
        await using var broker = new DialerFixture();
        var options = broker.Options with { Routes = RouteSettings.Only($"https://{DialerFixture.Name}:{broker.Server.Port}", RouteOrigin.SiteFile) };

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience));

        Assert.Equal("TLS_UNTRUSTED", failure.Code);
    }

    [Fact]
    public async Task Transports_are_tried_by_rank_and_a_refused_one_gives_way()
    {
        await using var broker = new DialerFixture();
        var order = new List<string>();
        var refused = new StubTransport("first", 1, order, _ => throw new DialException("TRANSPORT_REFUSED", "Refused."));
        var faulty = new StubTransport("second", 2, order, _ => throw new PluginFaultException(new PluginFault("x", "ConnectAsync", PluginFaultKind.Threw, "x")));

        var slow = new StubTransport("third", 3, order, _ => throw new DialException("TIMEOUT", "Its own patience is over."));

        await using var dialed = await DialerFixture.Dialer(broker.Options, new WebSocketTransport(), slow, faulty, refused).DialAsync(default).WaitAsync(Patience);

        Assert.Equal(["first", "second", "third"], order);
        Assert.Equal("websocket", dialed.Facts.Transport);
    }

    [Fact]
    public async Task A_transport_that_covers_the_dialers_failure_does_not_hide_it()
    {
        await using var broker = new DialerFixture();
        var covering = new StubTransport("covering", 1, [], async dialer =>
        {
            try
            {
                await dialer.DialBrokerAsync([], default);
            }
            catch (DialException)
            {
                throw new PluginFaultException(new PluginFault("x", "ConnectAsync", PluginFaultKind.Threw, "x"));
            }

            throw new InvalidOperationException();
        });

        var dialer = DialerFixture.Dialer(broker.Options with { ExtraRoots = [] }, covering);

        Assert.Equal("TLS_UNTRUSTED", (await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience))).Code);
    }

    [Fact]
    public async Task A_link_that_did_not_come_from_the_dialer_is_not_used()
    {
        await using var broker = new DialerFixture();
        var closed = new TaskCompletionSource();
        var own = new StubTransport("own", 1, [], _ => Task.FromResult<ITransportLink>(new StubLink(closed)));

        var failure = await Assert.ThrowsAsync<DialException>(() => DialerFixture.Dialer(broker.Options, own).DialAsync(default));

        Assert.Equal("TRANSPORT_FAULT", failure.Code);
        Assert.True(closed.Task.IsCompleted);
    }

    [Theory]
    [InlineData("socks4://127.0.0.1:1080")]
    [InlineData("ftp://127.0.0.1:21")]
    public void A_proxy_that_no_plugin_serves_is_refused_at_once(string proxy)
    {
        var options = new DialerOptions { BrokerNames = [DialerFixture.Name], Routes = RouteSettings.Only(proxy, RouteOrigin.SiteFile) };

        Assert.Equal("PROXY_UNSUPPORTED", Assert.Throws<DialException>(() => DialerFixture.Dialer(options)).Code);
    }

    [Fact]
    public void A_root_that_is_no_certificate_is_refused_at_once()
    {
        var options = new DialerOptions { BrokerNames = [DialerFixture.Name], ExtraRoots = [new byte[] { 1, 2, 3 }] };

        Assert.Equal("CONFIGURATION_INVALID", Assert.Throws<DialException>(() => DialerFixture.Dialer(options)).Code);
    }

    private sealed class Credentials(string user, string password) : IProxyCredentials
    {
        public string Password { get; set; } = password;

        public bool AllowBasicInClear => true;

        public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ProxyCredential?>(new ProxyCredential(user, Password));
    }
}
