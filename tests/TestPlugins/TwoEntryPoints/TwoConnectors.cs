using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>One of two: the host can't know which.</summary>
public class FirstConnector : IProxyConnector
{
    public IReadOnlyList<string> Schemes { get; } = ["test"];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProxyResult(null, new ProxyFailure("TEST", "")));

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The other.</summary>
public sealed class SecondConnector : FirstConnector;
