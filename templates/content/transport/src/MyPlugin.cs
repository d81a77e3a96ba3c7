using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>
/// The link's bytes right inside outer TLS, under an ALPN name of their own and without HTTP. For sites whose firewall lets TLS pass and breaks WebSocket;
/// its rank puts it behind the WebSocket transport. It has no settings.
/// </summary>
public sealed class MyPlugin : ITransport, IAlpnTransport
{
    /// <summary>What both ends agree on in the TLS handshake.</summary>
    public const string Protocol = "myplugin/1";

    private TimeProvider _time = TimeProvider.System;
    private volatile bool _isDisposed;

    public TransportTraits Traits { get; } = new() { Name = "myplugin", Rank = 50, Path = "/link/myplugin" };

    public IReadOnlyList<string> Alpn { get; } = [Protocol];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _time = context.Time;
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("This transport has no settings; remove them from the configuration.");
    }

    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken)
    {
        CheckUsable(cancellationToken);
        var secure = await dialer.DialBrokerAsync(Alpn, cancellationToken).ConfigureAwait(false);
        if (secure.Alpn == Protocol)
            return new MyPluginLink(secure.Stream, _time);
        await secure.Stream.DisposeAsync().ConfigureAwait(false);
        throw new DialException(
            "TRANSPORT_REFUSED",
            $"The broker {target.Host} has no raw links ({Protocol}), or something on the way answers in its place. Install this transport at the broker, or use another one.");
    }

    /// <summary>Nothing comes by HTTP: whoever asks on the path is told so.</summary>
    public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        CheckUsable(cancellationToken);
        exchange.SetStatus(404);
        return ValueTask.FromResult<ITransportLink?>(null);
    }

    public ValueTask<ITransportLink?> AcceptAsync(Stream connection, CancellationToken cancellationToken)
    {
        CheckUsable(cancellationToken);
        return ValueTask.FromResult<ITransportLink?>(new MyPluginLink(connection, _time));
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }

    private void CheckUsable(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
    }
}
