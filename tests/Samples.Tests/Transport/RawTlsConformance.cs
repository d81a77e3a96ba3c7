using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Transport.RawTls;

namespace Orchestrator.Samples.Tests.Transport;

public sealed class RawTlsConformance : TransportConformance
{
    protected override ITransport Create() => new RawTlsTransport();
}
