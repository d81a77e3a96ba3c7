using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>
/// The endpoint's link: one request that sends and one that receives at a time. A request whose answer didn't come is sent again under its number, over a
/// new connection. When the host completes its side, everything written before is sent, then the end; what the broker sent until its own end still arrives.
/// </summary>
internal sealed class DialledLink(string id, PollConnection up, PollConnection down, TimeProvider time) : ITransportLink
{
    private readonly CancellationTokenSource disposed = new();
    private volatile bool isEnding;
    private volatile bool hasEnded;

    /// <inheritdoc />
    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposed.Token);
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
            await CloseConnectionsAsync().ConfigureAwait(false);
            await host.Output.CompleteAsync().ConfigureAwait(false);
            await host.Input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await disposed.CancelAsync().ConfigureAwait(false);
        await CloseConnectionsAsync().ConfigureAwait(false);
    }

    private async ValueTask CloseConnectionsAsync()
    {
        await up.DisposeAsync().ConfigureAwait(false);
        await down.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync(PipeReader host, Task sending, Task receiving, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.Close, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            // Wakes the sender: it sends what is there, then the end.
            isEnding = true;
            host.CancelPendingRead();
            await Task.WhenAll(sending, receiving).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The other side doesn't end: it is left.
        }
    }

    private async Task<LinkEnd> SendAsync(PipeReader host, CancellationToken cancellationToken)
    {
        var sequence = 0;
        var body = new byte[Body.Longest];
        try
        {
            while (true)
            {
                var read = await host.ReadAsync(cancellationToken).ConfigureAwait(false);
                var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, LinkLimits.Payload));
                var isLast = piece.IsEmpty && (read.IsCompleted || (read.IsCanceled && isEnding));
                body[0] = (byte)(isLast ? BodyKind.End : BodyKind.Data);
                piece.CopyTo(body.AsSpan(Body.Head));
                var length = Body.Head + (int)piece.Length;
                host.AdvanceTo(piece.End);
                if (length == Body.Head && !isLast)
                    continue;
                sequence = Sequence.After(sequence);
                hasEnded = isLast;
                if (await PersistAsync(up, sequence, body.AsMemory(0, length), cancellationToken).ConfigureAwait(false) is { Kind: not BodyKind.Data } other && !isLast)
                    return Refused(other.Kind);
                if (isLast)
                    return new LinkEnd(LinkEndReason.Local);
            }
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            return new LinkEnd(LinkEndReason.Lost, problem.GetType().Name);
        }
    }

    private async Task<LinkEnd> ReceiveAsync(PipeWriter host, CancellationToken cancellationToken)
    {
        var sequence = 0;
        try
        {
            while (true)
            {
                sequence = Sequence.After(sequence);
                var answer = await PersistAsync(down, sequence, default, cancellationToken).ConfigureAwait(false);
                if (answer.Kind == BodyKind.End)
                    return new LinkEnd(hasEnded ? LinkEndReason.Local : LinkEndReason.Remote);
                if (answer.Kind != BodyKind.Data)
                    return Refused(answer.Kind);
                if ((await host.WriteAsync(answer.Payload, cancellationToken).ConfigureAwait(false)).IsCompleted)
                    return new LinkEnd(LinkEndReason.Local, "the host stopped reading");
            }
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            return new LinkEnd(LinkEndReason.Lost, problem.GetType().Name);
        }
    }

    /// <summary>One exchange, again until it succeeds: at once where only an old connection was closed, else a few times.</summary>
    private async Task<Body> PersistAsync(PollConnection connection, int sequence, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var pause = LinkLimits.Pause;
        for (var failures = 0; ;)
        {
            var wasUsed = connection.IsUsed;
            using var timer = new CancellationTokenSource(LinkLimits.Exchange, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
            try
            {
                if (await connection.ExchangeAsync(new PollTarget(id, sequence), body, limit.Token).ConfigureAwait(false) is { Kind: not BodyKind.Busy } answer)
                    return answer;
            }
            catch (IOException) when (wasUsed)
            {
                // Whoever was there closes idle connections; the next one is new.
            }
            catch (Exception problem) when (problem is IOException or InvalidDataException && ++failures < LinkLimits.Attempts)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                pause *= 4;
            }
        }
    }

    private static LinkEnd Refused(BodyKind kind) => new(LinkEndReason.Lost, $"the broker answered {kind}");

    private static bool IsLoss(Exception problem) =>
        problem is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
