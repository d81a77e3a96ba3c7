using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A proxy connector behind its gateway.</summary>
internal sealed class GuardedProxyConnector(IProxyConnector plugin, PluginGateway gateway)
    : GuardedPlugin<IProxyConnector>(plugin, gateway), IProxyConnector
{
    /// <inheritdoc />
    public IReadOnlyList<string> Schemes =>
        Gateway.Call(nameof(Schemes), Plugin, static plugin => plugin.Schemes?.ToArray(), static schemes => schemes is { Length: > 0 } ? null : "no scheme")!;

    /// <inheritdoc />
    public ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken) =>
        Gateway.CallAsync(
            nameof(ConnectAsync),
            PluginBudgets.Proxy,
            token => Plugin.ConnectAsync(target, dialer, credentials, token),
            cancellationToken,
            result => result is not null && (result.Tunnel is null) != (result.Failure is null) ? null : "there must be either a tunnel or a failure",
            late => late?.Tunnel?.Dispose());
}
