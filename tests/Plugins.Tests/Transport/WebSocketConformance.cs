using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Plugins.Tests.Transport;

public sealed class WebSocketConformance : TransportConformance
{
    protected override ITransport Create() => new WebSocketTransport();
}
