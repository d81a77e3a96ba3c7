using Orchestrator.Abstractions;

namespace Orchestrator.Actors.Tests.Plugins;

/// <summary>A proxy connector that starts and works only while it is told so.</summary>
internal sealed class FlakyConnector(Func<bool> works) : IProxyConnector
{
    public IReadOnlyList<string> Schemes => works() ? ["flaky"] : throw new IOException("out of order");

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => works() ? ValueTask.CompletedTask : throw new IOException("out of order");

    public ValueTask<ProxyResult> ConnectAsync(ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProxyResult(null, new ProxyFailure("FLAKY", "No way.")));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
