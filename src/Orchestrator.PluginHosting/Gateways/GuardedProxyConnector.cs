using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A proxy connector behind its gateway.</summary>
internal sealed class GuardedProxyConnector(IProxyConnector plugin, PluginGateway gateway)
    : GuardedPlugin<IProxyConnector>(plugin, gateway), IProxyConnector
{
    /// <inheritdoc />
    public IReadOnlyList<string> Schemes =>
        Gateway.Call(nameof(Schemes), () => Plugin.Schemes?.ToArray()) is { Length: > 0 } schemes
            ? schemes
            : throw Gateway.BadAnswer(nameof(Schemes), "no scheme");

    /// <inheritdoc />
    public async ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        var result = await Gateway.CallAsync(
            nameof(ConnectAsync),
            PluginBudgets.Proxy,
            token => Plugin.ConnectAsync(target, dialer, credentials, token),
            cancellationToken,
            late => late?.Tunnel?.Dispose()).ConfigureAwait(false);
        return result is not null && (result.Tunnel is null) != (result.Failure is null)
            ? result
            : throw Gateway.BadAnswer(nameof(ConnectAsync), "there must be either a tunnel or a failure");
    }
}
