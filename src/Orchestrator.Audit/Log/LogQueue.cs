using System.Threading.Channels;

namespace Orchestrator.Audit.Log;

/// <summary>What waits for the log's one writer, taken in batches: all appends of a batch share one flush.</summary>
internal sealed class LogQueue(int length)
{
    private const int BatchRequests = 1024;

    private readonly Channel<LogRequest> _channel = Channel.CreateBounded<LogRequest>(new BoundedChannelOptions(length) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly List<AppendRequest> _batch = [];

    /// <summary>False when the queue is closed.</summary>
    public async ValueTask<bool> AddAsync(LogRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    /// <summary>Adds if there is room.</summary>
    public void TryAdd(LogRequest request) => _channel.Writer.TryWrite(request);

    /// <summary>Takes nothing more; what waits is still served.</summary>
    public void Close() => _channel.Writer.TryComplete();

    /// <summary>Hands batches to the writer until the queue is closed and empty.</summary>
    /// <param name="serve">The appends, and the checkpoint that was asked for behind them. The list is used again.</param>
    public async Task ServeAsync(Action<IReadOnlyList<AppendRequest>, CheckpointRequest?> serve)
    {
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // Whoever was answered together mostly asks again at once, and the first of them alone would cost a flush of his own.
            // The answers stand in the pool's queue before this: when it comes back, each has had his turn to ask.
            if (_batch.Count > 1)
                await Task.Yield();
            _batch.Clear();
            var checkpoint = Take();
            serve(_batch, checkpoint);
        }
    }

    // Up to a checkpoint: that must see what was asked before it.
    private CheckpointRequest? Take()
    {
        while (_batch.Count < BatchRequests && _channel.Reader.TryRead(out var request))
        {
            if (request is CheckpointRequest checkpoint)
                return checkpoint;
            _batch.Add((AppendRequest)request);
        }

        return null;
    }
}
