using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Works on where nobody follows: on a thread that it started with the flow of the execution context suppressed.</summary>
public sealed class SecretiveScreen : TestCapture
{
    public override ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        using (ExecutionContext.SuppressFlow())
            new Thread(Work) { IsBackground = true, Name = "secret" }.Start();
        return base.StartAsync(context, cancellationToken);
    }

    private static void Work()
    {
        while (true)
            Thread.Sleep(Timeout.Infinite);
    }
}
