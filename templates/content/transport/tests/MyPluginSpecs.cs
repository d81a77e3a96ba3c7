using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Transport;

namespace MyPlugin.Tests;

public sealed class MyPluginSpecs : TransportConformance
{
    protected override ITransport Create() => new MyPlugin();
}
