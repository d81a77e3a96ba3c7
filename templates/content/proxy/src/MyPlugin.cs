using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>A way through a relay that forwards every connection to the broker: a proxy address "myplugin://relay.example.com:8443" leads here.</summary>
public sealed class MyPlugin : IProxyConnector
{
    public IReadOnlyList<string> Schemes { get; } = ["myplugin"];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        try
        {
            // This relay needs no talk. Where yours does, speak it here, and hand the stream on right behind the proxy's answer.
            return new ProxyResult(await dialer.DialProxyAsync(cancellationToken), null);
        }
        catch (DialException failure)
        {
            return new ProxyResult(null, new ProxyFailure(failure.Code, failure.Message));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
