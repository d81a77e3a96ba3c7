using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>A link at the broker, from its first request on: what that request's answer carries down, and, once the second one has come, what that carries up.</summary>
/// <param name="first">The request that receives.</param>
/// <param name="forget">Called once, at the end.</param>
internal sealed class Half(IHttpExchange first, Action forget) : ILinkBodies
{
    private readonly TaskCompletionSource<Stream> up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource broken = new();
    private int isEnded;
    private int isJoined;

    /// <inheritdoc />
    public Stream Incoming { get; private set; } = Stream.Null;

    /// <inheritdoc />
    public CancellationToken Broken => broken.Token;

    /// <summary>Waits for the second request.</summary>
    public async Task JoinedAsync(CancellationToken cancellationToken) => Incoming = await up.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>True for the request that began the link.</summary>
    public bool IsFirst(IHttpExchange exchange) => ReferenceEquals(exchange, first);

    /// <summary>Takes the second request; false when there is one already.</summary>
    public bool TryJoin(IHttpExchange second) => Interlocked.Exchange(ref isJoined, 1) == 0 && up.TrySetResult(second.RequestBody);

    /// <summary>Keeps a request until the link is over. A request that is gone before takes the link with it.</summary>
    public async Task StayAsync(CancellationToken cancellationToken)
    {
        using var gone = cancellationToken.UnsafeRegister(static half => ((Half)half!).broken.Cancel(), this);
        await ended.Task.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        await first.ResponseBody.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        await first.ResponseBody.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The host ends the answer's body when the request is done with.</summary>
    public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Lets both requests go; their streams are the host's.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isEnded, 1) == 0)
        {
            forget();
            ended.SetResult();
        }

        return ValueTask.CompletedTask;
    }
}
