using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Proxy.None;

/// <summary>No proxy: the tunnel is the connection to the target itself, made by the host after its guard.</summary>
public sealed class DirectConnector : IProxyConnector
{
    private volatile bool disposed;

    /// <inheritdoc />
    public IReadOnlyList<string> Schemes { get; } = ["direct"];

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The direct connection has no settings; remove them from the configuration.");
    }

    /// <inheritdoc />
    public async ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dialer);
        ObjectDisposedException.ThrowIf(disposed, this);
        return new ProxyResult(await dialer.DialTargetAsync(cancellationToken).ConfigureAwait(false), null);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }
}
