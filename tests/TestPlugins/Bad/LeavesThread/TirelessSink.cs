using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Starts a thread that never stops.</summary>
public sealed class TirelessSink : TestSink
{
    public override ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        new Thread(Work) { IsBackground = true, Name = "tireless" }.Start();
        return base.StartAsync(context, cancellationToken);
    }

    private static void Work()
    {
        while (true)
            Thread.Sleep(Timeout.Infinite);
    }
}
