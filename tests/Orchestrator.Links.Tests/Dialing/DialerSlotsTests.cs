using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Links.Tests.Dialing;

/// <summary>A dialer over real slots, in which plugins come and go.</summary>
public sealed class DialerSlotsTests
{
    private const string Transport = "transport.websocket";
    private const string Proxy = "proxy.none";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_dial_takes_what_is_active_then()
    {
        await using var broker = new DialerFixture();
        await using var slots = await OpenAsync();
        // The lists are of now, as a program keeps them whose plugins were drained since it asked.
        var (transports, proxies) = (slots.Transports(), slots.Proxies());
        var dialer = new Dialer(broker.Options, () => transports, () => proxies, TimeProvider.System);

        await slots.DrainAsync(Transport);
        var noTransport = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default));
        await ActivateAsync(slots, Transport);
        await AssertDialsAsync(dialer);
        await slots.DrainAsync(Proxy);
        var noWay = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default));
        await ActivateAsync(slots, Proxy);
        await AssertDialsAsync(dialer);

        Assert.Equal(("TRANSPORT_FAULT", $"The plugin {Transport} serves nobody now: it was drained. Report this to the vendor."), (noTransport.Code, noTransport.Message));
        Assert.Equal(("PROXY_FAULT", $"The plugin {Proxy} serves nobody now: it was drained. Report this to the vendor."), (noWay.Code, noWay.Message));
    }

    [Fact]
    public async Task Without_any_transport_the_sentence_says_so()
    {
        await using var broker = new DialerFixture();
        await using var slots = await OpenAsync();
        var dialer = new Dialer(broker.Options, () => slots.Transports(), () => slots.Proxies(), TimeProvider.System);
        await AssertDialsAsync(dialer);

        await slots.DrainAsync(Transport);

        var failure = await Assert.ThrowsAsync<DialException>(() => dialer.DialAsync(default));
        Assert.Equal("TRANSPORT_FAULT", failure.Code);
        Assert.StartsWith("No transport plugin is active", failure.Message, StringComparison.Ordinal);
    }

    private static PluginCatalog Catalog() => PluginCatalog.Read(
        PluginHostKind.QuickSupport,
        new CompiledInPluginSource(
            new CompiledInPlugin(PluginManifest.CompiledIn(Transport, PluginKind.Transport, new Version(1, 0, 0)), () => new WebSocketTransport()),
            new CompiledInPlugin(PluginManifest.CompiledIn(Proxy, PluginKind.Proxy, new Version(1, 0, 0)), () => new DirectConnector())));

    private static async Task AssertDialsAsync(Dialer dialer)
    {
        await using var dialed = await dialer.DialAsync(default).WaitAsync(Patience);
        Assert.Equal("websocket", dialed.Facts.Transport);
    }

    private static async Task<PluginSlots> OpenAsync()
    {
        var slots = new PluginSlots(new PluginSlotsOptions { Catalog = Catalog, Time = TimeProvider.System });
        await ActivateAsync(slots, Transport);
        await ActivateAsync(slots, Proxy);
        return slots;
    }

    private static async Task ActivateAsync(PluginSlots slots, string id) => Assert.True((await slots.ActivateAsync(id, null, null, CancellationToken.None)).Done);
}
