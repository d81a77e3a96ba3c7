using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Needs a library that isn't in its package.</summary>
public sealed class IncompleteSink : TestSink
{
    public override ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) =>
        Absent.Helper.Help() ? base.StartAsync(context, cancellationToken) : throw new InvalidOperationException("The library gave no help.");
}
