using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting.Tests.Generations;

/// <summary>A connector whose members do what a test says.</summary>
internal sealed class StubConnector : IProxyConnector
{
    public Action OnStart { get; init; } = () => { };

    public Func<ProxyResult> OnConnect { get; init; } = () => new ProxyResult(null, new ProxyFailure("STUB", "Stub."));

    public int Disposals { get; private set; }

    public IReadOnlyList<string> Schemes { get; init; } = ["stub"];

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        OnStart();
        return ValueTask.CompletedTask;
    }

    public ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken) => ValueTask.FromResult(OnConnect());

    public ValueTask DisposeAsync()
    {
        Disposals++;
        return ValueTask.CompletedTask;
    }
}
