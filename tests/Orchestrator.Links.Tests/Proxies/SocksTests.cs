using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Tests.Dialing;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Socks;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Proxies;

/// <summary>Links through real SOCKS 5 servers: Dante without authentication, microsocks with user name and password.</summary>
[Trait("Requirement", "R-NET-4")]
public sealed class SocksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ServerAccount Alice = new("alice", "correct-horse");

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_goes_through(bool dante)
    {
        await using var proxy = await RealProxy.StartAsync(dante ? new DanteOptions { Port = FreePort.Take() } : new MicrosocksOptions { Port = FreePort.Take(), Account = Alice });
        await using var broker = new DialerFixture("localhost");
        var options = broker.Options with { Routes = RouteSettings.Only(Uri(proxy), RouteOrigin.SiteFile), ProxyCredentials = new Site(Alice.Password, inClear: true) };

        await using var dialed = await DialerFixture.Dialer(options).DialAsync(default).WaitAsync(Patience);

        Assert.Equal("hello"u8.ToArray(), await DialerFixture.EchoAsync(dialed, "hello"u8.ToArray()).WaitAsync(Patience));
        Assert.Equal((Uri(proxy), dante ? "" : "Username/Password"), (dialed.Facts.Proxy, dialed.Facts.ProxyScheme));
    }

    [SkippableTheory]
    [InlineData("wrong", true, "PROXY_AUTH_FAILED")]
    [InlineData("correct-horse", false, "PROXY_BASIC_IN_CLEAR")]
    [Trait("Requirement", "R-NET-15")]
    public async Task A_password_that_is_wrong_or_may_not_go_in_clear_has_its_name(string password, bool inClear, string code)
    {
        await using var proxy = await RealProxy.StartAsync(new MicrosocksOptions { Port = FreePort.Take(), Account = Alice });
        await using var broker = new DialerFixture("localhost");
        var dialer = DialerFixture.Dialer(broker.Options with { Routes = RouteSettings.Only(Uri(proxy), RouteOrigin.SiteFile), ProxyCredentials = new Site(password, inClear) });

        var failure = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));

        Assert.Equal(code, failure.Code);
        Assert.Equal(0, broker.Server.Accepted);
    }

    [SkippableFact]
    public async Task What_Dantes_rules_forbid_has_its_name()
    {
        await using var proxy = await RealProxy.StartAsync(new DanteOptions { Port = FreePort.Take(), Denies = true });
        await using var broker = new DialerFixture("localhost");
        var dialer = DialerFixture.Dialer(broker.Options with { Routes = RouteSettings.Only(Uri(proxy), RouteOrigin.SiteFile) });

        var failure = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default).WaitAsync(Patience));

        Assert.Equal("PROXY_REFUSED", failure.Code);
    }

    private static string Uri(RealProxy proxy) => $"socks5://127.0.0.1:{proxy.Port}";

    private sealed class Site(string password, bool inClear) : IProxyCredentials
    {
        public bool AllowBasicInClear => inClear;

        public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ProxyCredential?>(new ProxyCredential(Alice.User, password));
    }
}
