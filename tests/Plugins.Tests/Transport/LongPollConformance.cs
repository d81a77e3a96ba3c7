using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Transport;
using Orchestrator.Plugins.Transport.LongPoll;

namespace Orchestrator.Plugins.Tests.Transport;

public sealed class LongPollConformance : TransportConformance
{
    protected override ITransport Create() => new LongPollTransport();
}
