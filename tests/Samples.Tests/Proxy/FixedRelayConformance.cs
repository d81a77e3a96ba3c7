using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Conformance.Streams;
using Orchestrator.Plugins.Proxy.FixedRelay;

namespace Orchestrator.Samples.Tests.Proxy;

public sealed class FixedRelayConformance : ProxyConformance
{
    protected override IEnumerable<string> BadSettings => ["{}", """{"host": "other"}"""];

    [Fact]
    public async Task It_dials_the_relay_alone_and_says_nothing_to_it()
    {
        var relay = new ScriptedProxy((_, _) => Task.CompletedTask);
        var connector = await StartAsync();

        var result = await connector.ConnectAsync(Target, relay, new FixedCredentials(), default);

        Assert.Equal((0, 1), (relay.DirectDials, relay.ProxyDials));
        Assert.Equal(0, relay.Dialled[0].Written);
        Assert.Same(relay.Dialled[0], result.Tunnel);
        await result.Tunnel!.DisposeAsync();
    }

    protected override IProxyConnector Create() => new FixedRelayConnector();

    protected override Task GrantAsync(WireStream stream) => Task.CompletedTask;
}
