using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Conformance.Streams;

namespace MyPlugin.Tests;

public sealed class MyPluginSpecs : ProxyConformance
{
    protected override IProxyConnector Create() => new MyPlugin();

    // This relay needs no talk. Where yours does, speak its side of a tunnel that is granted at once.
    protected override Task GrantAsync(WireStream stream) => Task.CompletedTask;
}
