using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.HttpConnect;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>Basic: sent when asked for, once, and not in clear against policy.</summary>
[Trait("Requirement", "R-NET-4")]
public sealed class HttpConnectBasicTests
{
    private const string Granted = "HTTP/1.1 200 OK\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ProxyTarget Target = new("broker.vendor.test", 443);
    private static readonly ProxyCredential Alice = new("Älice", "pa:ss wörd");

    public static TheoryData<string> Challenges =>
    [
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Test lab\"\r\nContent-Length: 6\r\n\r\nplease",
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Test lab\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Test lab\"\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Test lab\"\r\nProxy-Connection: keep-alive\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: basic realm=\"Test lab\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate, Digest realm=\"a, b\", nonce=\"x\", Basic realm=\"Test lab\", charset=\"UTF-8\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 x\r\nProxy-Authenticate: Hawk\r\nProxy-Authenticate: BASIC REALM=\"Test lab\"\r\nContent-Length: 0\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Challenges))]
    public async Task After_407_the_credentials_go_out_once_on_a_new_connection(string challenge)
    {
        var requests = new List<string>();
        var proxy = new ScriptedProxy(async (stream, number) =>
        {
            requests.Add(await ScriptedProxy.ReadRequestAsync(stream));
            await ScriptedProxy.WriteAsync(stream, number == 1 ? challenge : Granted);
            if (number == 1 && challenge.Contains("close", StringComparison.Ordinal))
                await stream.DisposeAsync();
            else
                await ScriptedProxy.EchoAsync(stream);
        });
        var credentials = new FixedCredentials(Alice);

        var result = await new HttpConnectConnector().ConnectAsync(Target, proxy, credentials, default).AsTask().WaitAsync(Patience);

        Assert.NotNull(result.Tunnel);
        Assert.Equal(("Basic", 2), (result.Scheme, proxy.ProxyDials));
        Assert.True(proxy.Dialled[0].IsDisposed);
        Assert.Equal([("Basic", "Test lab")], credentials.Asked);
        Assert.DoesNotContain("Authorization", requests[0], StringComparison.Ordinal);
        Assert.Contains($"\r\nProxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("Älice:pa:ss wörd"))}\r\n", requests[1], StringComparison.Ordinal);
        await ScriptedProxy.WriteAsync(result.Tunnel, "ping");
        var echo = new byte[4];
        await result.Tunnel.ReadExactlyAsync(echo).AsTask().WaitAsync(Patience);
        Assert.Equal("ping"u8.ToArray(), echo);
        await result.Tunnel.DisposeAsync();
    }

    [Theory]
    [InlineData(407)]
    [InlineData(401)]
    public async Task A_wrong_password_is_sent_exactly_once(int second)
    {
        var requests = new List<string>();
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            while (await ScriptedProxy.ReadRequestAsync(stream) is { Length: > 0 } request)
            {
                requests.Add(request);
                var status = requests.Count == 1 ? 407 : second;
                await ScriptedProxy.WriteAsync(stream, $"HTTP/1.1 {status} No\r\nProxy-Authenticate: Basic realm=\"Test lab\"\r\nContent-Length: 0\r\n\r\n");
            }
        });
        var credentials = new FixedCredentials(Alice);

        var result = await new HttpConnectConnector().ConnectAsync(Target, proxy, credentials, default).AsTask().WaitAsync(Patience);

        Assert.Equal(("PROXY_AUTH_FAILED", second), (result.Failure!.Code, result.Failure.Status));
        Assert.Single(credentials.Asked);
        Assert.Single(requests, request => request.Contains("Proxy-Authorization", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Basic realm=\"x\"", false, true, "PROXY_BASIC_IN_CLEAR")]
    [InlineData("Basic realm=\"x\"", true, false, "PROXY_AUTH_REQUIRED")]
    [InlineData("Negotiate", true, true, "PROXY_SCHEME_UNSUPPORTED")]
    [InlineData("Hawk, Digest realm=\"Basic x\"", true, true, "PROXY_SCHEME_UNSUPPORTED")]
    public async Task Nothing_is_sent_where_Basic_cannot_or_may_not_be_used(string challenge, bool allowed, bool known, string code)
    {
        var requests = 0;
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            while (await ScriptedProxy.ReadRequestAsync(stream) is { Length: > 0 })
            {
                requests++;
                await ScriptedProxy.WriteAsync(stream, $"HTTP/1.1 407 No\r\nProxy-Authenticate: {challenge}\r\nContent-Length: 0\r\n\r\n");
            }
        });

        var credentials = new FixedCredentials(known ? Alice : null, allowed);
        var result = await new HttpConnectConnector().ConnectAsync(Target, proxy, credentials, default).AsTask().WaitAsync(Patience);

        Assert.Equal((code, 407), (result.Failure!.Code, result.Failure.Status));
        Assert.Equal(1, requests);
        Assert.Equal(allowed && code == "PROXY_AUTH_REQUIRED" ? 1 : 0, credentials.Asked.Count);
    }

    [Theory]
    [InlineData("a:b", "x")]
    [InlineData("a\r\nX: y", "x")]
    [InlineData("a", "x\n")]
    public async Task A_name_that_Basic_cannot_carry_is_not_sent(string user, string password)
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await ScriptedProxy.ReadRequestAsync(stream);
            await ScriptedProxy.WriteAsync(stream, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
        });

        var result = await new HttpConnectConnector()
            .ConnectAsync(Target, proxy, new FixedCredentials(new ProxyCredential(user, password)), default).AsTask().WaitAsync(Patience);

        Assert.Equal("PROXY_AUTH_INVALID", result.Failure!.Code);
    }
}
