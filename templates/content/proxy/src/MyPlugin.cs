using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>A way through a relay that forwards every connection to the broker: a proxy address "myplugin://relay.example.com:8443" leads here.</summary>
public sealed class MyPlugin : IProxyConnector
{
    private volatile bool _isDisposed;

    public IReadOnlyList<string> Schemes { get; } = ["myplugin"];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("This relay has no settings: its address is the proxy's. Remove them.");
    }

    public async ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();

        // This relay needs no talk. Where yours does, speak it here, and hand the stream on right behind the proxy's answer.
        // A dial that fails passes through: the host says it better than a plugin could.
        return new ProxyResult(await dialer.DialProxyAsync(cancellationToken), null);
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }
}
