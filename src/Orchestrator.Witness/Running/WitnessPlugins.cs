using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Proxy.Socks5;
using Orchestrator.Plugins.Transport.HttpStream;
using Orchestrator.Plugins.Transport.LongPoll;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Witnesses.Running;

/// <summary>The transports and proxy connectors that QuickSupport has, compiled in.</summary>
internal static class WitnessPlugins
{
    private static readonly Version First = new(1, 0, 0);

    /// <exception cref="WitnessException">One doesn't start.</exception>
    public static async Task<PluginSlots> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var source = new CompiledInPluginSource(
            Plugin($"transport.{WebSocketTransport.Name}", PluginKind.Transport, () => new WebSocketTransport()),
            Plugin($"transport.{HttpStreamTransport.Name}", PluginKind.Transport, () => new HttpStreamTransport()),
            Plugin($"transport.{LongPollTransport.Name}", PluginKind.Transport, () => new LongPollTransport()),
            Plugin("proxy.none", PluginKind.Proxy, () => new DirectConnector()),
            Plugin("proxy.http-connect", PluginKind.Proxy, () => new HttpConnectConnector()),
            Plugin("proxy.socks5", PluginKind.Proxy, () => new Socks5Connector()));

        // What dials like QuickSupport takes what QuickSupport takes.
        var slots = new PluginSlots(new PluginSlotsOptions { Catalog = () => PluginCatalog.Read(PluginHostKind.QuickSupport, [source]), Time = time });
        var failed = await slots.StartAllAsync(PluginKind.Transport, cancellationToken).ConfigureAwait(false)
            ?? await slots.StartAllAsync(PluginKind.Proxy, cancellationToken).ConfigureAwait(false);
        if (failed is null)
            return slots;
        await slots.DisposeAsync().ConfigureAwait(false);
        throw new WitnessException(ExitCode.Unexpected, failed.Sentence);
    }

    private static CompiledInPlugin Plugin(string id, PluginKind kind, Func<IPlugin> create) => new(PluginManifest.CompiledIn(id, kind, First), create);
}
