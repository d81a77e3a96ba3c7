using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.RawTls;

/// <summary>
/// An established link: two pumps. The close is written when the sending pump has ended, so no two writes ever meet. When the host completes its side,
/// everything written before is sent, then the close; what the other side sent until its own close still arrives.
/// </summary>
internal sealed class RawTlsLink(Stream stream, TimeProvider time) : ITransportLink
{
    // How long the other side has to close too; below what a host waits for a link to end.
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _disposed = new();

    /// <inheritdoc />
    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var receiving = ReceiveAsync(host.Output, stop.Token);
        var sending = SendAsync(host.Input, stop.Token);
        try
        {
            var first = await Task.WhenAny(receiving, sending).ConfigureAwait(false);
            var end = await first.ConfigureAwait(false);
            if (end.Reason != LinkEndReason.Lost)
            {
                // Wakes the sender: it sends what is there, and ends.
                host.Input.CancelPendingRead();
                await CloseAsync(sending, receiving, stop.Token).ConfigureAwait(false);
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

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync(Task<LinkEnd> sending, Task receiving, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(CloseTime, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            if ((await sending.WaitAsync(limit.Token).ConfigureAwait(false)).Reason == LinkEndReason.Lost)
                return;
            await stream.WriteAsync(Piece.Close, limit.Token).ConfigureAwait(false);
            await stream.FlushAsync(limit.Token).ConfigureAwait(false);
            await receiving.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            // The other side is gone or doesn't close: it is left.
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
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                if (read.IsCompleted || read.IsCanceled)
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
