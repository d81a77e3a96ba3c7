using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Tests.Capture;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Plugins.Tests.Transport;

public sealed class WebSocketConformance : TransportConformance
{
    protected override async Task<ITransport> StartAsync()
    {
        var transport = new WebSocketTransport();
        await transport.StartAsync(new PluginContext { Time = TimeProvider.System, Log = new LogLines() }, default);
        return transport;
    }
}
