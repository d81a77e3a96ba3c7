using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>
/// A link over two HTTPS requests whose bodies don't end: for places where upgrades are refused and bodies may stream. Both halves of it probe the way
/// before there is a link, so that a proxy which collects whole bodies is a refusal and no silence.
/// </summary>
public sealed class HttpStreamTransport : ITransport, IManyRequestTransport
{
    /// <summary>Name in the audit and in the ladder.</summary>
    public const string Name = "http-stream";

    private TimeProvider time = TimeProvider.System;
    private AcceptHalf accepting = new(TimeProvider.System);
    private volatile bool disposed;

    /// <inheritdoc />
    public TransportTraits Traits { get; } = new() { Name = Name, Rank = 20, Path = Requests.Path };

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        time = context.Time;
        accepting = new AcceptHalf(time);
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The HTTPS streaming transport has no settings; remove them from the configuration.");
    }

    /// <inheritdoc />
    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(dialer);
        ObjectDisposedException.ThrowIf(disposed, this);
        return await new DialHalf(target, dialer, time).ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ObjectDisposedException.ThrowIf(disposed, this);
        return await accepting.AcceptAsync(exchange, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask<bool> ServeAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ObjectDisposedException.ThrowIf(disposed, this);
        return accepting.ServeAsync(exchange, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }
}
