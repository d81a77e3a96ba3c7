using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>
/// A link over many short HTTPS requests, each complete in itself: what passes wherever a form on a web page can be sent. The last rung: slow to the network,
/// and through anything that speaks HTTP.
/// </summary>
public sealed class LongPollTransport : ITransport, IManyRequestTransport
{
    /// <summary>Name in the audit and in the ladder.</summary>
    public const string Name = "long-poll";

    private TimeProvider time = TimeProvider.System;
    private AcceptHalf accepting = new(TimeProvider.System);
    private volatile bool disposed;

    /// <inheritdoc />
    public TransportTraits Traits { get; } = new() { Name = Name, Rank = 30, Path = PollTarget.Path };

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        time = context.Time;
        accepting = new AcceptHalf(time);
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The long polling transport has no settings; remove them from the configuration.");
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
