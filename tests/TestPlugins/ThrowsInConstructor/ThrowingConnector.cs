using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Throws an exception type of its own before it is even made.</summary>
public sealed class ThrowingConnector : IProxyConnector
{
    public ThrowingConnector() => throw new OwnException("no constructor\nfor you");

    public IReadOnlyList<string> Schemes { get; } = ["test"];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProxyResult(null, new ProxyFailure("TEST", "")));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class OwnException(string message) : Exception(message);
}
