using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Multiplexing;

/// <summary>
/// One established link between an endpoint and the broker: link messages under the link's keys, and the peers' records beside them,
/// which are end-to-end already and pass unopened.
/// </summary>
public sealed class LinkConnection : IAsyncDisposable
{
    private readonly IDuplexPipe _bytes;
    private readonly ChannelTable _keys;
    private readonly LinkSender _peer;
    private readonly LinkWriter _writer;

    /// <summary>Takes over the pipe and the keys of a finished handshake.</summary>
    /// <param name="bytes">To the transport.</param>
    /// <param name="keys">Of the link; disposed with it.</param>
    /// <param name="peer">Who sends on the other side.</param>
    public LinkConnection(IDuplexPipe bytes, ChannelTable keys, LinkSender peer)
    {
        _bytes = bytes;
        _keys = keys;
        _peer = peer;
        _writer = new LinkWriter(bytes.Output);
    }

    /// <summary>Sends a message; its place in the order is taken at once. False when there is no link any more.</summary>
    public async Task<bool> SendAsync(LinkMessage message)
    {
        var payload = LinkMessageCodec.Encode(message);
        return await _writer.WriteAsync(RecordPriority.Control, output => RecordWriting.Seal(output, _keys.Control.Sealer, payload)).ConfigureAwait(false) == RecordSent.Sent;
    }

    /// <summary>Forwards a whole record of the peers. <paramref name="mayPass"/> is asked when it is the record's turn.</summary>
    public async Task<bool> ForwardAsync(RecordPriority priority, ReadOnlyMemory<byte> record, Func<bool> mayPass)
    {
        var sent = await _writer.WriteAsync(priority, output => mayPass() && RecordWriting.Copy(output, record.Span)).ConfigureAwait(false);
        return sent == RecordSent.Sent;
    }

    internal Task<RecordSent> WriteAsync(RecordPriority priority, Func<PipeWriter, bool> write) => _writer.WriteAsync(priority, write);

    /// <summary>Reads until the link ends. Records are handed over one after the other: what a record changes is in force before the next is looked at.</summary>
    public async Task<LinkOutcome> RunAsync(ILinkReceiver receiver, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(receiver, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return LinkOutcome.Local;
        }
        catch (IOException e)
        {
            return LinkOutcome.Lost(e.Message);
        }
        finally
        {
            await _bytes.Input.CompleteAsync().ConfigureAwait(false);
            _writer.Complete();
        }
    }

    /// <summary>Says good-bye under the link's keys; the other side then knows that nothing was cut off.</summary>
    public async Task CloseAsync(CloseReason reason)
    {
        await _writer.WriteAsync(RecordPriority.Control, output => RecordWriting.Copy(output, _keys.Control.Sealer.SealClose(reason))).ConfigureAwait(false);
        _writer.Complete();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _writer.End();
        _bytes.Input.CancelPendingRead();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<LinkOutcome> ReadAsync(ILinkReceiver receiver, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _bytes.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                return LinkOutcome.Local;
            }

            var buffer = read.Buffer;
            while (true)
            {
                var status = FrameReader.TryRead(ref buffer, out var header, out var whole);
                if (status.IsInvalid())
                {
                    return LinkOutcome.Violation(status.ToString());
                }

                if (status == FrameStatus.NeedMore)
                {
                    break;
                }

                if (await HandAsync(receiver, header, whole, cancellationToken).ConfigureAwait(false) is { } end)
                {
                    return end;
                }
            }

            _bytes.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return LinkOutcome.Lost(buffer.IsEmpty ? "the connection ended without a close" : "the connection ended inside a record");
            }
        }
    }

    private async ValueTask<LinkOutcome?> HandAsync(ILinkReceiver receiver, RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        if (header.Type.IsPeer())
        {
            return await receiver.OnPeerRecordAsync(header, whole, cancellationToken).ConfigureAwait(false);
        }

        if (header.Type == FrameType.LinkHandshake || header.Channel != Domain.ChannelId.Control)
        {
            return LinkOutcome.Violation("a handshake or a channel on an established link");
        }

        var payload = new byte[header.Length];
        var opened = _keys.Open(header, whole, payload);
        switch (opened.Verdict)
        {
            case RecordVerdict.PeerClosed:
                return LinkOutcome.Orderly;
            case RecordVerdict.Failed:
                return LinkOutcome.Violation(opened.Failure.ToString());
            case RecordVerdict.Dropped:
                return null;
        }

        var message = LinkMessageCodec.Decode(payload.AsSpan(0, opened.Length), _peer, out var fault);
        return message is null
            ? LinkOutcome.Violation(fault.ToString())
            : await receiver.OnMessageAsync(message, cancellationToken).ConfigureAwait(false);
    }
}
