using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// The channels of one connection at one end. Channel 0 is open from the handshake on; others are opened with numbers that grow and are never used again. A record of a
/// channel that this end closed is dropped unopened and counted, for a short time and few bytes, since it was under way; anything else that doesn't fit fails the whole
/// table for good. Safe for several threads. Disposing destroys every key.
/// </summary>
public sealed class ChannelTable : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HandshakeResult _handshake;
    private readonly TimeProvider _time;
    private readonly RekeyLimits _limits;
    private readonly IAeadWatch? _watch;
    private readonly RateLimit _controlRate;
    private readonly Dictionary<ChannelId, SecureChannel> _open = [];
    private readonly Dictionary<ChannelId, ClosedChannel> _closed = [];
    private ChannelId _highest = ChannelId.Control;
    private readonly ResumeKeys _resume;
    private RecordFailure _failure;

    /// <summary>Opens channel 0. Takes the handshake's result over and disposes it.</summary>
    public ChannelTable(HandshakeResult handshake, TimeProvider time, RekeyLimits? limits = null, IAeadWatch? watch = null)
    {
        ArgumentNullException.ThrowIfNull(handshake);
        ArgumentNullException.ThrowIfNull(time);
        _handshake = handshake;
        _time = time;
        _limits = limits ?? RekeyLimits.Default;
        _watch = watch;
        _controlRate = new RateLimit(ProtocolLimits.ControlBurst, ProtocolLimits.ControlPerSecond, time);
        Control = Make(ChannelId.Control);
        var (send, receive) = Directions;
        _resume = new ResumeKeys(
            handshake.Master.ResumeSecret(send, handshake.TranscriptHash), handshake.Master.ResumeSecret(receive, handshake.TranscriptHash), watch);
    }

    /// <summary>Channel 0.</summary>
    public SecureChannel Control { get; }

    /// <summary>True once the peer's authenticated end was opened; nothing is opened behind it. A stream that ends without it was cut.</summary>
    public bool SawClose => Control.Opener.SawClose;

    /// <summary>Records that were dropped because their channel was closed.</summary>
    public long DroppedRecords { get; private set; }

    /// <summary>Why the table failed; <see cref="RecordFailure.None"/> while it lives.</summary>
    public RecordFailure Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>
    /// Opens a channel. False when its number isn't greater than every earlier one, when too many are open, or when the table has failed: then whoever gave the number
    /// broke the protocol.
    /// </summary>
    public bool TryOpen(ChannelId id, [NotNullWhen(true)] out SecureChannel? channel)
    {
        lock (_gate)
        {
            channel = null;
            if (_failure != RecordFailure.None || id.Value <= _highest.Value || _open.Count >= ProtocolLimits.MaxOpenChannels)
                return false;
            _highest = id;
            channel = Make(id);
            return true;
        }
    }

    /// <summary>Closes a channel and destroys its keys at once. False when it wasn't open. Channel 0 lives as long as the table.</summary>
    public bool Close(ChannelId id)
    {
        lock (_gate)
        {
            if (id == ChannelId.Control || !_open.Remove(id, out var channel))
                return false;
            channel.Dispose();
            foreach (var old in _closed.Where(c => _time.GetElapsedTime(c.Value.Since) > ProtocolLimits.ClosedDrain).Select(c => c.Key).ToArray())
                _closed.Remove(old);
            _closed[id] = new ClosedChannel(_time.GetTimestamp());
            return true;
        }
    }

    /// <summary>Opens one record from the reader, whatever its channel, into a place of at least its payload's size.</summary>
    public OpenResult Open(in RecordHeader header, in ReadOnlySequence<byte> whole, Span<byte> payload)
    {
        if (whole.IsSingleSegment)
            return Open(header, whole.FirstSpan, payload);
        var rented = ArrayPool<byte>.Shared.Rent((int)whole.Length);
        try
        {
            whole.CopyTo(rented);
            return Open(header, rented.AsSpan(0, (int)whole.Length), payload);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The same for contiguous bytes.</summary>
    public OpenResult Open(in RecordHeader header, ReadOnlySpan<byte> whole, Span<byte> payload)
    {
        SecureChannel? channel;
        lock (_gate)
        {
            if (_failure != RecordFailure.None)
                return OpenResult.Fail(_failure);
            if (SawClose)
                return Fail(RecordFailure.AfterClose);
            var refused = header.Channel == ChannelId.Control ? JudgeControl(header) : RecordFailure.None;
            if (refused != RecordFailure.None)
                return Fail(refused);
            if (!_open.TryGetValue(header.Channel, out channel))
                return NotOpen(header);
        }

        // Outside the lock: one channel's decryption must not hold up another channel's cut.
        var result = channel.Opener.Open(whole, payload);
        if (result.Verdict != RecordVerdict.Failed)
            return result;
        lock (_gate)
        {
            // The channel may have been closed by us while the record was on its way to the opener.
            return result.Failure == RecordFailure.KeysGone && !_open.ContainsKey(header.Channel) && _failure == RecordFailure.None
                ? NotOpen(header)
                : Fail(result.Failure);
        }
    }

    /// <summary>A whole RESUME record of this end; null when the table has failed. Generations must grow.</summary>
    public byte[]? SealResume(ulong generation, IReadOnlyList<ResumePoint> points)
    {
        lock (_gate)
            return _failure == RecordFailure.None ? _resume.Seal(generation, points) : null;
    }

    /// <summary>Opens a RESUME of the other end. Null when it isn't one, or not a new one: then the table has failed, and <see cref="Failure"/> says why.</summary>
    public Resume? OpenResume(in ReadOnlySequence<byte> whole)
    {
        lock (_gate)
        {
            if (_failure != RecordFailure.None)
                return null;
            var opened = _resume.Open(whole.ToArray(), out var failure);
            if (opened is null)
                Fail(failure);
            return opened;
        }
    }

    /// <summary>What the other end says can't be: the table fails for good.</summary>
    public void Refuse(RecordFailure failure)
    {
        lock (_gate)
            Fail(failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            Fail(RecordFailure.KeysGone);
    }

    private (RecordDirection Send, RecordDirection Receive) Directions => _handshake.IsInitiator
        ? (RecordDirection.InitiatorToResponder, RecordDirection.ResponderToInitiator)
        : (RecordDirection.ResponderToInitiator, RecordDirection.InitiatorToResponder);

    private SecureChannel Make(ChannelId id)
    {
        var profile = _handshake.Profile;
        var (send, receive) = Directions;
        var th6 = _handshake.TranscriptHash;
        var channel = new SecureChannel(
            new RecordSealer(_handshake.Master.ChannelSecret(send, id, th6), profile, id, _time, _limits, _watch),
            new RecordOpener(_handshake.Master.ChannelSecret(receive, id, th6), profile, id, _limits));
        _open.Add(id, channel);
        return channel;
    }

    /// <summary>Channel 0 between technician and instrument carries small messages at a person's pace; a broker link carries whole logs.</summary>
    private RecordFailure JudgeControl(in RecordHeader header)
    {
        if (_handshake.Profile == HandshakeProfile.Link || header.Type.IsClose())
            return RecordFailure.None;
        if (header.Length > ProtocolLimits.MaxControlPayload + ProtocolLimits.TagBytes)
            return RecordFailure.TooLarge;
        return _controlRate.TryTake() ? RecordFailure.None : RecordFailure.TooFast;
    }

    private OpenResult NotOpen(in RecordHeader header)
    {
        if (header.Channel.Value > _highest.Value)
            return Fail(RecordFailure.NeverOpened);
        if (!_closed.TryGetValue(header.Channel, out var closed) || _time.GetElapsedTime(closed.Since) > ProtocolLimits.ClosedDrain)
            return Fail(header.Channel == ChannelId.Control ? RecordFailure.KeysGone : RecordFailure.ClosedTooLong);
        closed.Bytes += header.RecordSize;
        if (closed.Bytes > ProtocolLimits.ClosedDrainBytes)
            return Fail(RecordFailure.ClosedTooMuch);
        DroppedRecords++;
        return OpenResult.Dropped;
    }

    private OpenResult Fail(RecordFailure failure)
    {
        if (_failure == RecordFailure.None)
            _failure = failure;
        foreach (var channel in _open.Values)
            channel.Dispose();
        _open.Clear();
        _resume.Dispose();
        _handshake.Dispose();
        return OpenResult.Fail(_failure);
    }

    private sealed class ClosedChannel(long since)
    {
        public long Since { get; } = since;

        public long Bytes { get; set; }
    }
}
