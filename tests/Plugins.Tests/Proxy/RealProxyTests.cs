using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>The connector against real tinyproxy and Squid, tunnelling to a server on the loopback interface.</summary>
[Trait("Requirement", "R-NET-4")]
public sealed class RealProxyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ProxyCredential Alice = new("alice", "correct-horse");

    public static TheoryData<string, bool> Programs => new() { { "tinyproxy", false }, { "tinyproxy", true }, { "squid", false }, { "squid", true } };

    [SkippableTheory]
    [MemberData(nameof(Programs))]
    public async Task A_tunnel_carries_bytes_both_ways(string program, bool basic)
    {
        await using var proxy = await StartAsync(program, basic);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync);

        var result = await ConnectAsync(proxy, server.Port, basic ? Alice : null);

        Assert.Null(result.Failure);
        Assert.Equal(basic ? "Basic" : "", result.Scheme);
        await using var tunnel = result.Tunnel!;
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0123456789", 10_000)));
        var writing = tunnel.WriteAsync(bytes).AsTask();
        var back = new byte[bytes.Length];
        await tunnel.ReadExactlyAsync(back).AsTask().WaitAsync(Patience);
        await writing.WaitAsync(Patience);
        Assert.Equal(bytes, back);
        Assert.Equal(1, server.Accepted);
    }

    [SkippableTheory]
    [InlineData("tinyproxy")]
    [InlineData("squid")]
    public async Task A_wrong_password_is_one_attempt_and_has_its_name(string program)
    {
        await using var proxy = await StartAsync(program, basic: true);
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync);
        var credentials = new FixedCredentials(new ProxyCredential("alice", "wrong"));

        var result = await ConnectAsync(proxy, server.Port, credentials);

        Assert.Equal("PROXY_AUTH_FAILED", result.Failure!.Code);
        Assert.Single(credentials.Asked);
        Assert.Equal(0, server.Accepted);
    }

    [SkippableTheory]
    [InlineData("tinyproxy")]
    [InlineData("squid")]
    public async Task A_target_that_the_proxy_cannot_reach_has_its_name(string program)
    {
        await using var proxy = await StartAsync(program, basic: false);

        var result = await ConnectAsync(proxy, ClosedPort(), credential: null);

        Assert.Equal("PROXY_ERROR", result.Failure!.Code);
        Assert.InRange(result.Failure.Status, 500, 599);
        Assert.NotEqual("", result.Failure.Body);
    }

    [SkippableFact]
    public async Task A_target_that_Squid_forbids_has_its_name()
    {
        await using var proxy = await RealProxy.StartSquidAsync(options => options with { Rules = ["acl all_targets dst all", "http_access deny all_targets"] });

        var result = await ConnectAsync(proxy, 9, credential: null);

        Assert.Equal(("PROXY_REFUSED", 403), (result.Failure!.Code, result.Failure.Status));
    }

    private static Task<RealProxy> StartAsync(string program, bool basic)
    {
        if (program == "tinyproxy")
            return RealProxy.StartTinyproxyAsync(basic ? new ServerAccount(Alice.UserName, Alice.Password) : null);
        return RealProxy.StartSquidAsync(options => options with { Schemes = basic ? [SquidScheme.Basic] : [] });
    }

    private static Task<ProxyResult> ConnectAsync(RealProxy proxy, int port, ProxyCredential? credential) =>
        ConnectAsync(proxy, port, new FixedCredentials(credential));

    private static Task<ProxyResult> ConnectAsync(RealProxy proxy, int port, FixedCredentials credentials) =>
        new HttpConnectConnector().ConnectAsync(new ProxyTarget("127.0.0.1", port), new LoopbackDialer(proxy.Port), credentials, default).AsTask().WaitAsync(Patience);

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
