using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Proxy.FixedRelay;

/// <summary>
/// A plain TCP relay that forwards every connection to the broker: the proxy's address <c>relay://host:port</c> leads here. Nothing is said to the relay,
/// so it can't be told where to go; that it leads to the broker and nowhere else is checked afterwards, by the host's outer TLS with the broker's name.
/// It has no settings.
/// </summary>
public sealed class FixedRelayConnector : IProxyConnector
{
    private volatile bool _isDisposed;

    /// <inheritdoc />
    public IReadOnlyList<string> Schemes { get; } = ["relay"];

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The fixed relay has no settings: its address is the proxy's, relay://host:port. Remove them from the configuration.");
    }

    /// <inheritdoc />
    public async ValueTask<ProxyResult> ConnectAsync(ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dialer);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();

        // A dial that fails passes through: the host says it better than we could.
        return new ProxyResult(await dialer.DialProxyAsync(cancellationToken).ConfigureAwait(false), null);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }
}
