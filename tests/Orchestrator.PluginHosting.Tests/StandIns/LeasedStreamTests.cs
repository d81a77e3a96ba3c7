using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Generations;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.StandIns;

/// <summary>A tunnel stays with its generation to its end, and brings nothing of the plugin's types with it.</summary>
public sealed class LeasedStreamTests
{
    private const string Id = "proxy.stub";

    [Fact]
    public async Task A_tunnel_holds_its_generation_until_it_is_disposed_even_where_that_fails()
    {
        await using var world = new SlotWorld();
        var plugin = new StubConnector { OnConnect = () => new ProxyResult(new BrokenStream(), null) };
        world.Install(PluginManifest.CompiledIn(Id, PluginKind.Proxy, new Version(1, 0, 0)), () => plugin);
        await world.Slots.ActivateAsync(Id, null, null, default);
        var proxy = Assert.Single(world.Slots.Proxies());
        var tunnel = (await proxy.ConnectAsync(new ProxyTarget("a.example", 443), null!, null!, default)).Tunnel!;
        await world.Slots.DrainAsync(Id);
        Assert.Equal(PluginFaultKind.NotActive, Assert.Throws<PluginFaultException>(() => proxy.Schemes).Fault.Kind);

        var lost = await Assert.ThrowsAsync<IOException>(async () => await tunnel.ReadExactlyAsync(new byte[1]));
        Assert.Equal("The tunnel broke (OwnException: gone).", lost.Message);
        Assert.Null(lost.InnerException);
        Assert.Throws<IOException>(() => tunnel.Flush());
        Assert.Equal(0, plugin.Disposals);

        await tunnel.DisposeAsync();
        await world.Slots.WhenClosedAsync();
        Assert.Equal(1, plugin.Disposals);
    }

    private sealed class OwnException() : Exception("gone");

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new OwnException();

        public override void Flush() => throw new OwnException();

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            throw new OwnException();
        }
    }
}
