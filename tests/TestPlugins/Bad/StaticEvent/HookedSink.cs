using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Hooks itself into an event of the host's process and never takes itself out.</summary>
public sealed class HookedSink : TestSink
{
    private int ends;

    public override ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => ends++;
        return base.StartAsync(context, cancellationToken);
    }
}
