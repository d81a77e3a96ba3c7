using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Orchestrator.Abstractions;
using Socket = System.Net.WebSockets.WebSocket;

namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>
/// An upgraded connection. Two pumps: what lies ready in the host's pipe goes out as one binary message (so small writes travel
/// together), what comes in goes straight into the host's pipe. When the host completes its side, everything written before is sent,
/// then the close; what the other side sent until its own close still arrives.
/// </summary>
internal sealed class WebSocketLink : ITransportLink
{
    private readonly Stream stream;
    private readonly Socket socket;
    private readonly TimeProvider time;

    /// <summary>Takes the stream over.</summary>
    public WebSocketLink(Stream stream, bool isServer, TimeProvider time)
    {
        this.time = time;
        this.stream = stream;
        socket = Socket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = isServer,
            SubProtocol = Upgrade.Protocol,
            KeepAliveInterval = LinkLimits.KeepAlive,
            KeepAliveTimeout = LinkLimits.KeepAliveAnswer,
        });
    }

    /// <inheritdoc />
    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveAsync(host.Output, stop.Token);
        var sending = SendAsync(host.Input, stop.Token);
        try
        {
            var first = await Task.WhenAny(receiving, sending).ConfigureAwait(false);
            var end = await first.ConfigureAwait(false);
            if (first == sending && end.Reason == LinkEndReason.Local)
                await CloseAsync(receiving, cancellationToken).ConfigureAwait(false);
            else if (first == receiving)
                await AnswerCloseAsync(end).ConfigureAwait(false);
            return cancellationToken.IsCancellationRequested && end.Reason == LinkEndReason.Lost ? new LinkEnd(LinkEndReason.Cancelled) : end;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            socket.Abort();
            await Task.WhenAll(receiving, sending).ConfigureAwait(false);
            await host.Output.CompleteAsync().ConfigureAwait(false);
            await host.Input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<LinkEnd> SendAsync(PipeReader host, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LinkLimits.Message);
        try
        {
            while (true)
            {
                var read = await host.ReadAsync(cancellationToken).ConfigureAwait(false);
                var message = read.Buffer.Length > LinkLimits.Message ? read.Buffer.Slice(0, LinkLimits.Message) : read.Buffer;
                if (!message.IsEmpty)
                    await socket.SendAsync(Contiguous(message, buffer), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
                host.AdvanceTo(message.End);
                if (message.IsEmpty && (read.IsCompleted || read.IsCanceled))
                    return new LinkEnd(LinkEndReason.Local);
            }
        }
        catch (Exception problem)
        {
            return Lost(problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<LinkEnd> ReceiveAsync(PipeWriter host, CancellationToken cancellationToken)
    {
        try
        {
            var length = 0;
            while (true)
            {
                var memory = host.GetMemory(LinkLimits.Slice);
                var received = await socket.ReceiveAsync(memory[..LinkLimits.Slice], cancellationToken).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                    return Ended();
                length += received.Count;
                if (received.MessageType != WebSocketMessageType.Binary || length > LinkLimits.Message)
                    return new LinkEnd(LinkEndReason.Lost, received.MessageType == WebSocketMessageType.Binary ? "a message of more than 64 KiB" : "a text message");
                if (received.EndOfMessage)
                    length = 0;
                host.Advance(received.Count);
                if ((await host.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted)
                    return new LinkEnd(LinkEndReason.Local, "the host stopped reading");
            }
        }
        catch (Exception problem)
        {
            return Lost(problem);
        }
    }

    private LinkEnd Ended() => socket.CloseStatus is null or WebSocketCloseStatus.NormalClosure
        ? new LinkEnd(LinkEndReason.Remote)
        : new LinkEnd(LinkEndReason.Remote, $"close status {(int)socket.CloseStatus}");

    private async Task CloseAsync(Task receiving, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.Close, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
            await receiving.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            // The other side is already gone: nothing is left to close in order.
        }
    }

    private async Task AnswerCloseAsync(LinkEnd end)
    {
        var status = end switch
        {
            { Reason: LinkEndReason.Remote or LinkEndReason.Local } => WebSocketCloseStatus.NormalClosure,
            { Detail: "a text message" } => WebSocketCloseStatus.InvalidMessageType,
            _ => WebSocketCloseStatus.MessageTooBig,
        };
        using var limit = new CancellationTokenSource(LinkLimits.Close, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, null, limit.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            // As above.
        }
    }

    private static ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> bytes, byte[] buffer)
    {
        if (bytes.IsSingleSegment)
            return bytes.First;
        bytes.CopyTo(buffer);
        return buffer.AsMemory(0, (int)bytes.Length);
    }

    private static LinkEnd Lost(Exception problem) => IsLoss(problem)
        ? new LinkEnd(LinkEndReason.Lost, problem.GetType().Name)
        : new LinkEnd(LinkEndReason.Lost, $"unexpected {problem.GetType().Name}");

    private static bool IsLoss(Exception problem) =>
        problem is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
