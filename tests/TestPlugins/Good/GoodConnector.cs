using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Does what a plugin should: says in its one failure what it was given.</summary>
public sealed class GoodConnector : IProxyConnector
{
    private PluginContext? context;

    public IReadOnlyList<string> Schemes { get; } = ["good"];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        this.context = context;
        context.Log.Write(PluginLogLevel.Information, 1, "started");
        return ValueTask.CompletedTask;
    }

    public ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProxyResult(null, new ProxyFailure("GOOD", $"{target.Host} from {context?.InstallDirectory}")));

    public ValueTask DisposeAsync()
    {
        context?.Log.Write(PluginLogLevel.Information, 2, "disposed");
        return ValueTask.CompletedTask;
    }
}
