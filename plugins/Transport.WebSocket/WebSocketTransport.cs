using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>
/// WebSocket over the broker's port: what passes wherever a browser passes. The dialling half writes the upgrade itself on a stream
/// that the host has already guarded, tunnelled and encrypted; the accepting half takes an upgrade of the broker's HTTP server.
/// The bytes are the host's: message boundaries carry no meaning.
/// </summary>
public sealed class WebSocketTransport : ITransport
{
    /// <summary>Name in the audit and in the ladder.</summary>
    public const string Name = "websocket";

    private TimeProvider time = TimeProvider.System;
    private volatile bool disposed;

    /// <inheritdoc />
    public TransportTraits Traits { get; } = new() { Name = Name, Rank = 10, Path = Upgrade.Path };

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        time = context.Time;
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The WebSocket transport has no settings; remove them from the configuration.");
    }

    /// <inheritdoc />
    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(dialer);
        ObjectDisposedException.ThrowIf(disposed, this);
        var secure = await dialer.DialBrokerAsync(["http/1.1"], cancellationToken).ConfigureAwait(false);
        try
        {
            await DialHalf.UpgradeAsync(secure.Stream, target, time, cancellationToken).ConfigureAwait(false);
            return new WebSocketLink(secure.Stream, isServer: false, time);
        }
        catch
        {
            await secure.Stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ObjectDisposedException.ThrowIf(disposed, this);
        var stream = await AcceptHalf.UpgradeAsync(exchange, time, cancellationToken).ConfigureAwait(false);
        return stream is null ? null : new WebSocketLink(stream, isServer: true, time);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }
}
