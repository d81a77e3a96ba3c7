using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.FixedRelay;
using Orchestrator.TestSupport.Streams;

namespace Orchestrator.Samples.Tests.Proxy;

public sealed class FixedRelayConformance : ProxyConformance
{
    [Fact]
    public async Task It_dials_the_relay_alone_and_says_nothing_to_it()
    {
        var relay = new ScriptedProxy((_, _) => Task.CompletedTask);
        await using var connector = await StartAsync();

        var result = await connector.ConnectAsync(Target, relay, new FixedCredentials(), default);

        Assert.Equal((0, 1), (relay.DirectDials, relay.ProxyDials));
        Assert.Equal(0, relay.Dialled[0].Written);
        Assert.Same(relay.Dialled[0], result.Tunnel);
        await result.Tunnel!.DisposeAsync();
    }

    [Fact]
    public async Task It_has_no_settings()
    {
        await using var connector = new FixedRelayConnector();
        var context = new PluginContext { Settings = "{\"host\": \"other\"}"u8.ToArray(), Time = TimeProvider.System, Log = new QuietLog() };

        await Assert.ThrowsAsync<FormatException>(async () => await connector.StartAsync(context, default));
    }

    protected override async Task<IProxyConnector> StartAsync()
    {
        var connector = new FixedRelayConnector();
        await connector.StartAsync(new PluginContext { Time = TimeProvider.System, Log = new QuietLog() }, default);
        return connector;
    }

    protected override Task GrantAsync(WireStream stream) => Task.CompletedTask;
}
