using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Tests.Proxy;

public sealed class HttpConnectConformance : ProxyConformance
{
    protected override IProxyConnector Create() => new HttpConnectConnector();

    protected override async Task GrantAsync(WireStream stream)
    {
        Assert.Equal("CONNECT broker.vendor.test:443 HTTP/1.1\r\nHost: broker.vendor.test:443\r\n\r\n", await ScriptedProxy.ReadRequestAsync(stream));
        await ScriptedProxy.WriteAsync(stream, "HTTP/1.1 200 Connection established\r\n\r\n");
    }

    // Every scheme's code has run: NTLM as far as its proof, which is refused.
    protected override async Task UseMoreAsync(IProxyConnector connector)
    {
        foreach (var scheme in new[] { "NTLM", "Digest realm=\"x\", nonce=\"y\", qop=\"auth\"", "Basic" })
        {
            var proxy = new ScriptedProxy((stream, _) => NtlmProxy.ServeAsync(stream, scheme));
            var result = await connector.ConnectAsync(Target, proxy, new FixedCredentials(new ProxyCredential("alice", "x")), default);
            Assert.Equal("PROXY_AUTH_FAILED", result.Failure!.Code);
        }
    }
}
