using System.Buffers;
using System.Collections.Concurrent;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Channels;

/// <summary>
/// One end of what technician and instrument say to each other, over a link whose broker can't read it: control messages on channel 0,
/// and a pipe for each open channel.
/// </summary>
public sealed class PeerConnection : IDisposable
{
    private readonly LinkConnection _link;
    private readonly ChannelTable _keys;
    private readonly PeerSender _peer;
    private readonly ConcurrentDictionary<ChannelId, PeerChannel> _channels = new();
    private readonly ConcurrentQueue<PeerChannel> _unannounced = new();

    /// <summary>Takes over the keys of a finished handshake.</summary>
    public PeerConnection(LinkConnection link, ChannelTable keys, PeerSender peer)
    {
        _link = link;
        _keys = keys;
        _peer = peer;
    }

    /// <summary>Sends a control message; its place in the order is taken at once. False when there is no link any more.</summary>
    public async Task<bool> SendAsync(PeerMessage message)
    {
        var payload = PeerMessageCodec.Encode(message);
        return await _link.WriteAsync(RecordPriority.Control, output => RecordWriting.Seal(output, _keys.Control.Sealer, payload)).ConfigureAwait(false) == RecordSent.Sent;
    }

    /// <summary>
    /// Opens a channel that the instrument has given a number: it takes records from here on. Throws when the number was used before: that is a
    /// fault of the caller.
    /// </summary>
    /// <param name="id">Its number.</param>
    /// <param name="capability">What it carries.</param>
    /// <param name="gate">Asked before each record that goes out.</param>
    /// <param name="isAnnounced">False: the other end doesn't know of it yet, so nothing goes out before <see cref="Announced"/>.</param>
    public IWireChannel Open(ChannelId id, Capability capability, ChannelGate gate, bool isAnnounced = true)
    {
        if (!_keys.TryOpen(id, out var keys))
        {
            throw new InvalidOperationException($"Channel {id} can't be opened: its number isn't new, or the connection has failed.");
        }

        var channel = new PeerChannel(_link, _keys, keys, capability, gate);
        _channels[id] = channel;
        _unannounced.Enqueue(channel);
        if (isAnnounced)
        {
            Announced();
        }

        return channel;
    }

    /// <summary>The other end is told of every channel so far, in a message whose place in the order is taken: what they carry comes behind it.</summary>
    public void Announced()
    {
        while (_unannounced.TryDequeue(out var channel))
        {
            channel.Start();
        }
    }

    /// <summary>Takes one record. Payload of a channel goes into its pipe, with its back-pressure.</summary>
    public async ValueTask<PeerReceived> ReceiveAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        var payload = ArrayPool<byte>.Shared.Rent(Math.Max(1, (int)header.Length));
        try
        {
            var channel = _channels.GetValueOrDefault(header.Channel);
            channel?.CountIn(header.RecordSize);
            var opened = _keys.Open(header, whole, payload);
            return opened.Verdict switch
            {
                RecordVerdict.Failed => PeerReceived.Violation(opened.Failure.ToString()),
                RecordVerdict.PeerClosed => PeerReceived.Closed,
                RecordVerdict.Dropped => PeerReceived.Nothing,
                _ when header.Channel == ChannelId.Control => Decode(payload.AsSpan(0, opened.Length)),
                _ when channel is null => PeerReceived.Violation("a record for a channel without a pipe"),
                _ => await channel.DeliverAsync(payload.AsMemory(0, opened.Length), cancellationToken).ConfigureAwait(false),
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload, clearArray: true);
        }
    }

    /// <summary>Says good-bye end to end.</summary>
    public Task CloseAsync(CloseReason reason) =>
        _link.WriteAsync(RecordPriority.Control, output => RecordWriting.Copy(output, _keys.Control.Sealer.SealClose(reason)));

    /// <summary>Cuts every channel and destroys every key.</summary>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }

        _keys.Dispose();
    }

    private PeerReceived Decode(ReadOnlySpan<byte> payload)
    {
        var message = PeerMessageCodec.Decode(payload, _peer, out var fault);
        return message is null ? PeerReceived.Violation(fault.ToString()) : new PeerReceived(message, null, false);
    }
}

/// <summary>What one record brought.</summary>
/// <param name="Message">A control message; null when there is none.</param>
/// <param name="Fault">The check that failed; null when none did. Ends the session.</param>
/// <param name="IsClosed">The peer said good-bye.</param>
public sealed record PeerReceived(PeerMessage? Message, string? Fault, bool IsClosed)
{
    /// <summary>Nothing for the caller to do.</summary>
    public static PeerReceived Nothing { get; } = new(null, null, false);

    /// <summary>The peer said good-bye.</summary>
    public static PeerReceived Closed { get; } = new(null, null, true);

    /// <summary>A check failed.</summary>
    public static PeerReceived Violation(string fault) => new(null, fault, false);
}
