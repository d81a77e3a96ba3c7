using Orchestrator.Abstractions;
using Orchestrator.Plugins.Proxy.HttpConnect.Authentication;
using Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>
/// A tunnel through an HTTP proxy by CONNECT (RFC 9110, section 9.3.6). First a request without credentials; where the proxy asks for some, the
/// schemes that it offers, one after the other.
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
        var climb = new Climb(tunneling, credentials, (dialer as INamedProxyDialer)?.ProxyHost, time);
        return await Ladder.ClimbAsync(climb, first, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }
}
