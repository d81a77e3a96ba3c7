using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Conformance.Streams;
using Orchestrator.Plugins.Proxy.Socks5;

namespace Orchestrator.Plugins.Tests.Proxy;

public sealed class Socks5Conformance : ProxyConformance
{
    protected override IProxyConnector Create() => new Socks5Connector();

    protected override async Task GrantAsync(WireStream stream)
    {
        var greeting = new byte[4];
        await stream.ReadExactlyAsync(greeting);
        Assert.Equal([5, 2, 0, 2], greeting);
        await stream.WriteAsync(new byte[] { 5, 0 });
        var request = new byte[5 + 18 + 2];
        await stream.ReadExactlyAsync(request);
        Assert.Equal([5, 1, 0, 3, 18, .. "broker.vendor.test"u8, 1, 187], request);
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 192, 0, 2, 7, 4, 56 });
    }
}
