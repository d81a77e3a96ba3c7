using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Tests.Proxy;

public sealed class DirectConformance : ProxyConformance
{
    [Fact]
    public async Task It_dials_the_target_and_no_proxy()
    {
        var target = new ScriptedProxy((_, _) => Task.CompletedTask);

        var result = await (await StartAsync()).ConnectAsync(Target, target, new FixedCredentials(), default);

        Assert.Equal((1, 0), (target.DirectDials, target.ProxyDials));
        await result.Tunnel!.DisposeAsync();
    }

    protected override IProxyConnector Create() => new DirectConnector();

    protected override Task GrantAsync(WireStream stream) => Task.CompletedTask;
}
