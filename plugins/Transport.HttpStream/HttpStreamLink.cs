using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>
/// An established link: two pumps. One writer for each body: it also sends the signs of life, woken by a timer, and the close at its end. When the host
/// completes its side, everything written before is sent, then the close; what the other side sent until its own close still arrives.
/// </summary>
internal sealed class HttpStreamLink(ILinkBodies bodies, TimeProvider time) : ITransportLink
{
    private readonly CancellationTokenSource disposed = new();
    private volatile bool isEnding;

    /// <inheritdoc />
    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposed.Token, bodies.Broken);
        var timer = time.CreateTimer(_ => host.Input.CancelPendingRead(), null, LinkLimits.KeepAlive, LinkLimits.KeepAlive);
        var receiving = ReceiveAsync(host.Output, stop.Token);
        var sending = SendAsync(host.Input, stop.Token);
        try
        {
            var first = await Task.WhenAny(receiving, sending).ConfigureAwait(false);
            var end = await first.ConfigureAwait(false);
            if (end.Reason != LinkEndReason.Lost)
                await CloseAsync(host.Input, sending, receiving, stop.Token).ConfigureAwait(false);
            return cancellationToken.IsCancellationRequested && end.Reason == LinkEndReason.Lost ? new LinkEnd(LinkEndReason.Cancelled) : end;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(receiving, sending).ConfigureAwait(false);
            await timer.DisposeAsync().ConfigureAwait(false);

            // Nobody reads them any more, and the other side must see that.
            await bodies.DisposeAsync().ConfigureAwait(false);
            await host.Output.CompleteAsync().ConfigureAwait(false);
            await host.Input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await disposed.CancelAsync().ConfigureAwait(false);
        await bodies.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync(PipeReader host, Task<LinkEnd> sending, Task receiving, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.Close, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            // Wakes the sender: it sends what is there, and ends.
            isEnding = true;
            host.CancelPendingRead();
            if ((await sending.WaitAsync(limit.Token).ConfigureAwait(false)).Reason == LinkEndReason.Lost)
                return;
            await bodies.SendAsync(Piece.Close, limit.Token).ConfigureAwait(false);
            await receiving.WaitAsync(limit.Token).ConfigureAwait(false);
            await bodies.FinishAsync(limit.Token).ConfigureAwait(false);
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
                    Piece.WriteHead(piece, PieceKind.Data, length);
                    rest.Slice(0, length).CopyTo(piece.AsSpan(Piece.Head));
                    await bodies.SendAsync(piece.AsMemory(0, Piece.Head + length), cancellationToken).ConfigureAwait(false);
                    rest = rest.Slice(length);
                }

                var isSilent = read is { IsCanceled: true, Buffer.IsEmpty: true };
                host.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || (read.IsCanceled && isEnding))
                    return new LinkEnd(LinkEndReason.Local);
                if (isSilent)
                    await bodies.SendAsync(Piece.Alive, cancellationToken).ConfigureAwait(false);
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
        using var silence = new CancellationTokenSource(LinkLimits.Silence, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            while (true)
            {
                // Only the wait for the other side counts: a host that doesn't read is no silence.
                silence.CancelAfter(LinkLimits.Silence);
                await bodies.Incoming.ReadExactlyAsync(head, limit.Token).ConfigureAwait(false);
                var (kind, length) = Piece.ReadHead(head);
                if (kind == PieceKind.Close)
                    return new LinkEnd(LinkEndReason.Remote);
                if (kind == PieceKind.Alive)
                    continue;
                if (kind != PieceKind.Data)
                    return new LinkEnd(LinkEndReason.Lost, $"a piece of kind {kind} inside the link");
                await bodies.Incoming.ReadExactlyAsync(host.GetMemory(length)[..length], limit.Token).ConfigureAwait(false);
                host.Advance(length);
                silence.CancelAfter(Timeout.InfiniteTimeSpan);
                if ((await host.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted)
                    return new LinkEnd(LinkEndReason.Local, "the host stopped reading");
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested)
        {
            return new LinkEnd(LinkEndReason.Lost, $"nothing came for {LinkLimits.Silence.TotalSeconds:0} s");
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            return new LinkEnd(LinkEndReason.Lost, problem.GetType().Name);
        }
    }

    private static bool IsLoss(Exception problem) =>
        problem is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
