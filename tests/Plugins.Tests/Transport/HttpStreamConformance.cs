using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Transport.HttpStream;

namespace Orchestrator.Plugins.Tests.Transport;

public sealed class HttpStreamConformance : TransportConformance
{
    protected override ITransport Create() => new HttpStreamTransport();
}
