using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>
/// An established link: two pumps. Only the sending pump writes to the stream, the close included, so no two writes ever meet. When the host completes its
/// side, everything written before is sent, then the close; what the other side sent until its own close still arrives.
/// </summary>
internal sealed class MyPluginLink(Stream stream, TimeProvider time) : ITransportLink
{
    // How long the other side has to close too; below what a host waits for a link to end.
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _disposed = new();

    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var receiving = ReceiveAsync(host.Output, stop.Token);
        var sending = SendAsync(host.Input, stop.Token);
        try
        {
            var first = await Task.WhenAny(receiving, sending).ConfigureAwait(false);
            var end = await first.ConfigureAwait(false);
            if (end.Reason != LinkEndReason.Lost)
            {
                // Wakes the sender: it sends what is there, and its own close.
                host.Input.CancelPendingRead();
                await EndInOrderAsync(Task.WhenAll(receiving, sending), cancellationToken).ConfigureAwait(false);
            }

            return cancellationToken.IsCancellationRequested && end.Reason == LinkEndReason.Lost ? new LinkEnd(LinkEndReason.Cancelled) : end;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(receiving, sending).ConfigureAwait(false);

            // Nobody reads it any more, and the other side must see that.
            await stream.DisposeAsync().ConfigureAwait(false);
            await host.Output.CompleteAsync().ConfigureAwait(false);
            await host.Input.CompleteAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndInOrderAsync(Task bothPumps, CancellationToken cancellationToken)
    {
        try
        {
            await bothPumps.WaitAsync(CloseTime, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is TimeoutException or OperationCanceledException)
        {
            // The other side doesn't close: it is left.
        }
    }

    private async Task<LinkEnd> SendAsync(PipeReader host, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Piece.Head + Piece.Longest);
        try
        {
            while (true)
            {
                var read = await host.ReadAsync(cancellationToken).ConfigureAwait(false);
                for (var rest = read.Buffer; !rest.IsEmpty;)
                {
                    var length = (int)Math.Min(rest.Length, Piece.Longest);
                    Piece.WriteLength(piece, length);
                    rest.Slice(0, length).CopyTo(piece.AsSpan(Piece.Head));
                    await stream.WriteAsync(piece.AsMemory(0, Piece.Head + length), cancellationToken).ConfigureAwait(false);
                    rest = rest.Slice(length);
                }

                host.AdvanceTo(read.Buffer.End);
                var isLast = read.IsCompleted || read.IsCanceled;
                if (isLast)
                    await stream.WriteAsync(Piece.Close, cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                if (isLast)
                    return new LinkEnd(LinkEndReason.Local);
            }
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            return new LinkEnd(LinkEndReason.Lost, problem.GetType().Name);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async Task<LinkEnd> ReceiveAsync(PipeWriter host, CancellationToken cancellationToken)
    {
        var head = new byte[Piece.Head];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
                var length = Piece.ReadLength(head);
                if (length == 0)
                    return new LinkEnd(LinkEndReason.Remote);
                if (length > Piece.Longest)
                    return new LinkEnd(LinkEndReason.Lost, $"a piece of {length} bytes");
                await stream.ReadExactlyAsync(host.GetMemory(length)[..length], cancellationToken).ConfigureAwait(false);
                host.Advance(length);
                if ((await host.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted)
                    return new LinkEnd(LinkEndReason.Local, "the host stopped reading");
            }
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            return new LinkEnd(LinkEndReason.Lost, problem.GetType().Name);
        }
    }

    private static bool IsLoss(Exception problem) => problem is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
