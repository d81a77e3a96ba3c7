using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Loads well and then does at each call, by the host name that it is given, what no plugin should.</summary>
public sealed class MisbehavingTransport : ITransport
{
    private static readonly TaskCompletionSource<ITransportLink> Never = new();

    public TransportTraits Traits { get; } = new() { Name = "misbehaving", Rank = 99, Path = "/misbehaving" };

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken) => target.Host switch
    {
        "throws" => throw new OwnException("thrown\u001b[31m at once"),
        "throws-later" => ThrowLaterAsync(),
        "covers" => throw new DialException("COVERED", "A sentence.", new OwnException("own")),
        "null" => ValueTask.FromResult<ITransportLink>(null!),
        "slow" => SlowAsync(cancellationToken),
        "hangs" => new ValueTask<ITransportLink>(Never.Task),
        "link" => ValueTask.FromResult<ITransportLink>(new BreakingLink()),
        _ => throw new DialException("TRANSPORT_REFUSED", "Unknown behaviour."),
    };

    public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken) => ValueTask.FromResult<ITransportLink?>(null);

    public ValueTask DisposeAsync() => throw new OwnException("at the end");

    private static async ValueTask<ITransportLink> ThrowLaterAsync()
    {
        await Task.Yield();
        throw new OwnException("thrown later");
    }

    private static async ValueTask<ITransportLink> SlowAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return null!;
    }

    private sealed class OwnException(string message) : Exception(message);

    private sealed class BreakingLink : ITransportLink
    {
        public ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken) => throw new OwnException("broke");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
