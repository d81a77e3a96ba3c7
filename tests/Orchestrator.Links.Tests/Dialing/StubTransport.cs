using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Links.Tests.Dialing;

/// <summary>A transport whose dialling half does what a test says.</summary>
internal sealed class StubTransport(string name, int rank, List<string> order, Func<IDialer, Task<ITransportLink>> connect) : ITransport
{
    public TransportTraits Traits { get; } = new() { Name = name, Rank = rank, Path = $"/{name}" };

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken)
    {
        order.Add(name);
        return await connect(dialer);
    }

    public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken) => ValueTask.FromResult<ITransportLink?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A link that carries nothing and says when it was closed.</summary>
internal sealed class StubLink(TaskCompletionSource closed) : ITransportLink
{
    public ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken) => ValueTask.FromResult(new LinkEnd(LinkEndReason.Local));

    public ValueTask DisposeAsync()
    {
        closed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
