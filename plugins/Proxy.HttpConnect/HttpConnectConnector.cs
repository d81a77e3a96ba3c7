using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>
/// A tunnel through an HTTP proxy by CONNECT (RFC 9110, section 9.3.6), without authentication or with Basic. First a request
/// without credentials; they are sent once, if the proxy asks for them, and never a second time.
/// </summary>
public sealed class HttpConnectConnector : IProxyConnector
{
    private TimeProvider time = TimeProvider.System;
    private volatile bool disposed;

    /// <inheritdoc />
    public IReadOnlyList<string> Schemes { get; } = ["http", "https"];

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        time = context.Time;
        return context.Settings.IsEmpty
            ? ValueTask.CompletedTask
            : throw new FormatException("The HTTP proxy connector has no settings; remove them from the configuration.");
    }

    /// <inheritdoc />
    public async ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(dialer);
        ArgumentNullException.ThrowIfNull(credentials);
        ObjectDisposedException.ThrowIf(disposed, this);
        await using var tunneling = new Tunneling(target, dialer, time);
        var first = await tunneling.AskAsync(authorization: null, cancellationToken).ConfigureAwait(false);
        if (!first.WantsCredentials)
            return tunneling.Result(first, scheme: "");

        var (authorization, refusal) = await BasicScheme.AnswerAsync(first.Head!, credentials, cancellationToken).ConfigureAwait(false);
        if (authorization is null)
            return new ProxyResult(null, refusal);
        var second = await tunneling.AskAsync(authorization, cancellationToken).ConfigureAwait(false);
        return second.WantsCredentials
            ? new ProxyResult(null, ProxyFailures.WrongCredentials(second))
            : tunneling.Result(second, BasicScheme.Name);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }
}
