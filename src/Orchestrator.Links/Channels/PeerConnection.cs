using System.Buffers;
using System.Collections.Concurrent;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Channels;

/// <summary>
/// One end of what technician and instrument say to each other, over links whose broker can't read it: control messages on channel 0, and a pipe for each
/// open channel. It outlives a link: after a new one was attached and both ends have said where they stand (docs/protocol.md, Resume), every stream of
/// records goes on where its receiver is.
/// </summary>
public sealed partial class PeerConnection : IDisposable
{
    private readonly PeerLine _line;
    private readonly SendWindow _window = new();
    private readonly SentRecords _controlSent;
    private readonly ChannelTable _keys;
    private readonly PeerSender _peer;
    private readonly TimeProvider _time;
    private readonly Acknowledger _acknowledger;
    private readonly Lock _receiving = new();
    private readonly ConcurrentDictionary<ChannelId, PeerChannel> _channels = new();
    private readonly ConcurrentQueue<PeerChannel> _unannounced = new();
    private bool _isReceiving = true;
    private ulong _generation;

    /// <summary>Takes over the keys of a finished handshake.</summary>
    /// <param name="link">On which it was made.</param>
    /// <param name="keys">Of the handshake; disposed with this.</param>
    /// <param name="peer">Who sends on the other side.</param>
    /// <param name="time">For what waits for an acknowledgement.</param>
    public PeerConnection(LinkConnection link, ChannelTable keys, PeerSender peer, TimeProvider time)
    {
        _line = new PeerLine(link);
        _keys = keys;
        _peer = peer;
        _time = time;
        _controlSent = new SentRecords(_window, time);
        _acknowledger = new Acknowledger(time, () => _ = SendAsync(new PeerToPeer.Received(NewlyReceived())));
    }

    /// <summary>Sends a control message; its place in the order is taken at once. Waits while there is no line. False when the connection is over.</summary>
    public async Task<bool> SendAsync(PeerMessage message)
    {
        if (_window.Bytes > 2 * SendWindow.Limit)
        {
            // Nobody honest acknowledges nothing at all.
            _keys.Refuse(RecordFailure.WrongResume);
        }

        var payload = PeerMessageCodec.Encode(message);
        return await _line.SendAsync(
            RecordPriority.Control, _controlSent, static () => true, output => RecordWriting.Seal(output, _keys.Control.Sealer, payload, _controlSent), CancellationToken.None).ConfigureAwait(false) == RecordSent.Sent;
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

        var channel = new PeerChannel(_line, _window, _keys, keys, capability, gate, _time);
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
        if (header.Type == FrameType.PeerResume)
        {
            return OnResume(whole);
        }

        var payload = ArrayPool<byte>.Shared.Rent(Math.Max(1, (int)header.Length));
        try
        {
            var channel = _channels.GetValueOrDefault(header.Channel);
            if (Open(header, whole, payload, channel) is not { } opened)
            {
                return PeerReceived.Nothing;
            }

            return opened.Verdict switch
            {
                RecordVerdict.Failed => PeerReceived.Violation(opened.Failure.ToString()),
                RecordVerdict.PeerClosed => PeerReceived.Closed,
                RecordVerdict.Dropped => PeerReceived.Nothing,
                _ when header.Channel == ChannelId.Control => Decode(header, payload.AsSpan(0, opened.Length)),
                _ when channel is null => PeerReceived.Violation("a record for a channel without a pipe"),
                _ => await DeliverAsync(channel, header, payload.AsMemory(0, opened.Length), cancellationToken).ConfigureAwait(false),
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload, clearArray: true);
        }
    }

    /// <summary>Says good-bye end to end.</summary>
    public Task CloseAsync(CloseReason reason) => _line.SendAsync(
        RecordPriority.Control,
        _controlSent,
        static () => true,
        output => RecordWriting.Copy(output, _keys.Control.Sealer.SealClose(reason)),
        CancellationToken.None);

    /// <summary>Cuts every channel and destroys every key.</summary>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }

        _acknowledger.Dispose();
        _line.Dispose();
        _controlSent.Dispose();
        _keys.Dispose();
    }

    /// <summary>Null: dropped, because both ends haven't said yet where they stand.</summary>
    private OpenResult? Open(in RecordHeader header, in ReadOnlySequence<byte> whole, byte[] payload, PeerChannel? channel)
    {
        lock (_receiving)
        {
            if (!_isReceiving)
            {
                return null;
            }

            channel?.CountIn(header.RecordSize);
            return _keys.Open(header, whole, payload);
        }
    }

    private ValueTask<PeerReceived> DeliverAsync(PeerChannel channel, in RecordHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        _acknowledger.Came(header.RecordSize);
        return channel.DeliverAsync(payload, cancellationToken);
    }

    private PeerReceived Decode(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        var message = PeerMessageCodec.Decode(payload, _peer, out var fault);
        switch (message)
        {
            case null:
                return PeerReceived.Violation(fault.ToString());
            case PeerToPeer.Received received:
                return received.UpTo.All(Acknowledge) ? PeerReceived.Nothing : Refuse();
            default:
                _acknowledger.Came(header.RecordSize);
                return new PeerReceived(message, null, false);
        }
    }
}

/// <summary>What one record brought.</summary>
/// <param name="Message">A control message; null when there is none.</param>
/// <param name="Fault">The check that failed; null when none did. Ends the session.</param>
/// <param name="IsClosed">The peer said good-bye.</param>
public sealed record PeerReceived(PeerMessage? Message, string? Fault, bool IsClosed)
{
    /// <summary>Both ends have said where they stand: the line runs again.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Channels of input that were cut, because what is missing of them is too old to be injected.</summary>
    public IReadOnlyList<ChannelId> TooOld { get; init; } = [];

    /// <summary>Nothing for the caller to do.</summary>
    public static PeerReceived Nothing { get; } = new(null, null, false);

    /// <summary>The peer said good-bye.</summary>
    public static PeerReceived Closed { get; } = new(null, null, true);

    /// <summary>A check failed.</summary>
    public static PeerReceived Violation(string fault) => new(null, fault, false);
}
