using Orchestrator.Plugins.Shared.Http;
using Orchestrator.Plugins.Shared.HttpBodies;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>The endpoint's: one connection for each request. The answer to the second request comes when everything is over; one that comes before breaks the link.</summary>
internal sealed class DialledBodies : ILinkBodies
{
    private readonly Stream down;
    private readonly Stream up;
    private readonly ChunkedOutput outgoing;
    private readonly CancellationTokenSource broken = new();
    private readonly CancellationTokenSource disposed = new();

    /// <summary>Takes both connections over.</summary>
    /// <param name="down">Connection of the first request.</param>
    /// <param name="incoming">The body of its answer.</param>
    /// <param name="up">Connection of the second request, behind its head.</param>
    public DialledBodies(Stream down, Stream incoming, Stream up)
    {
        (this.down, Incoming, this.up) = (down, incoming, up);
        outgoing = new ChunkedOutput(up);
        Broken = broken.Token;
        Answer = WatchAsync();
    }

    /// <inheritdoc />
    public Stream Incoming { get; }

    /// <inheritdoc />
    public CancellationToken Broken { get; }

    /// <summary>Completes with the answer to the second request, or with why there will be none.</summary>
    public Task<string> Answer { get; }

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) => outgoing.WriteAsync(piece, cancellationToken);

    /// <inheritdoc />
    public ValueTask FinishAsync(CancellationToken cancellationToken) => outgoing.EndAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await disposed.CancelAsync().ConfigureAwait(false);
        await up.DisposeAsync().ConfigureAwait(false);
        await down.DisposeAsync().ConfigureAwait(false);
        _ = await Answer.ConfigureAwait(false);
    }

    private async Task<string> WatchAsync()
    {
        await Task.Yield();
        try
        {
            HttpHead head;
            do
                head = await HttpHeadReader.ReadAsync(up, disposed.Token).ConfigureAwait(false);
            while (head.Status is > 100 and < 200 or 100);
            return $"the answer to the request that sends is {head.Status}";
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            return "the connection that sends was closed";
        }
        finally
        {
            await broken.CancelAsync().ConfigureAwait(false);
        }
    }
}
