using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Good code; what is wrong lies beside it.</summary>
public sealed class FutureConnector : IProxyConnector
{
    public IReadOnlyList<string> Schemes { get; } = ["test"];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProxyResult(null, new ProxyFailure("TEST", "")));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
