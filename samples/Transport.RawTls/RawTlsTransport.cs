using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.RawTls;

/// <summary>
/// The link's bytes right inside outer TLS, under an ALPN name of their own and without HTTP. For sites whose firewall lets TLS pass and breaks WebSocket;
/// its rank puts it behind the WebSocket transport. It has no settings.
/// </summary>
public sealed class RawTlsTransport : ITransport, IAlpnTransport
{
    /// <summary>What both ends agree on in the TLS handshake.</summary>
    public const string Protocol = "orch-raw/1";

    // A broker without this transport agrees on HTTP then, instead of refusing the handshake: that is a refusal with a name, and the host tries its next transport.
    private static readonly string[] Offered = [Protocol, "http/1.1"];

    private TimeProvider _time = TimeProvider.System;
    private volatile bool _isDisposed;

    /// <inheritdoc />
    public TransportTraits Traits { get; } = new() { Name = "raw-tls", Rank = 15, Path = "/link/raw-tls" };

    /// <inheritdoc />
    public IReadOnlyList<string> Alpn { get; } = [Protocol];

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        _time = context.Time;
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The raw TLS transport has no settings; remove them from the configuration.");
    }

    /// <inheritdoc />
    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(dialer);
        CheckUsable(cancellationToken);
        var secure = await dialer.DialBrokerAsync(Offered, cancellationToken).ConfigureAwait(false);
        if (secure.Alpn == Protocol)
            return new RawTlsLink(secure.Stream, _time);
        await secure.Stream.DisposeAsync().ConfigureAwait(false);
        throw new DialException(
            "TRANSPORT_REFUSED",
            $"The broker {target.Host} has no raw links ({Protocol}), or something on the way answers in its place. Install this transport at the broker, or use another one.");
    }

    /// <summary>Nothing comes by HTTP: whoever asks on the path is told so.</summary>
    public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        CheckUsable(cancellationToken);
        exchange.SetStatus(404);
        return ValueTask.FromResult<ITransportLink?>(null);
    }

    /// <inheritdoc />
    public ValueTask<ITransportLink?> AcceptAsync(Stream connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        CheckUsable(cancellationToken);
        return ValueTask.FromResult<ITransportLink?>(new RawTlsLink(connection, _time));
    }

    /// <inheritdoc />
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
