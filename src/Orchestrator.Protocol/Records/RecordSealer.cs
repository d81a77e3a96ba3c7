using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// Makes the records of one channel in one direction. Nothing is ever sealed twice under one sequence; the key changes by itself at its limits. Safe for several
/// threads: the stop key may dispose it while a pump seals, and afterwards nothing is sealed.
/// </summary>
public sealed class RecordSealer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FrameType _data;
    private readonly FrameType _close;
    private readonly TimeProvider _time;
    private readonly RekeyLimits _limits;
    private EpochKeys? _keys;
    private long _keysSince;
    private ulong _next;

    internal RecordSealer(byte[] secret, HandshakeProfile profile, ChannelId channel, TimeProvider time, RekeyLimits limits, IAeadWatch? watch = null)
    {
        (_data, _close) = (profile.DataFrame(), profile.CloseFrame());
        Channel = channel;
        _time = time;
        _limits = limits;
        _keys = new EpochKeys(secret, 0, watch);
        _keysSince = time.GetTimestamp();
    }

    /// <summary>The channel.</summary>
    public ChannelId Channel { get; }

    /// <summary>The sequence of the next record; also how many were sealed.</summary>
    public ulong NextSequence
    {
        get
        {
            lock (_gate)
                return _next;
        }
    }

    /// <summary>True when nothing can be sealed any more: disposed, or the close record is made.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _keys is null;
        }
    }

    /// <summary>Bytes of the record that a payload of this size becomes.</summary>
    public static int RecordSize(int payload) => RecordHeader.Size + payload + ProtocolLimits.TagBytes;

    /// <summary>Writes one whole record. False, and nothing written, when the sealer is closed.</summary>
    /// <exception cref="ArgumentException">The payload is empty or too long, or the place too small.</exception>
    public bool TrySeal(ReadOnlySpan<byte> payload, Span<byte> record, out int written)
    {
        if (payload.Length is 0 or > ProtocolLimits.MaxPayload)
            throw new ArgumentException($"A record carries 1 to {ProtocolLimits.MaxPayload} bytes, not {payload.Length}.", nameof(payload));
        lock (_gate)
            return SealLocked(_data, payload, record, out written);
    }

    /// <summary>One whole record in a new array; null when the sealer is closed.</summary>
    public byte[]? Seal(ReadOnlySpan<byte> payload)
    {
        var record = new byte[RecordSize(payload.Length)];
        return TrySeal(payload, record, out _) ? record : null;
    }

    /// <summary>The authenticated end of the connection, for channel 0 only; null when the sealer is closed already. Nothing can be sealed behind it.</summary>
    public byte[]? SealClose(CloseReason reason)
    {
        if (Channel != ChannelId.Control)
            throw new InvalidOperationException("Only channel 0 carries the end of a connection.");
        var record = new byte[RecordSize(ProtocolLimits.ClosePayload)];
        lock (_gate)
        {
            if (!SealLocked(_close, [(byte)reason], record, out _))
                return null;
            Destroy();
        }

        return record;
    }

    /// <summary>Destroys the keys.</summary>
    public void Dispose()
    {
        lock (_gate)
            Destroy();
    }

    private bool SealLocked(FrameType type, ReadOnlySpan<byte> payload, Span<byte> record, out int written)
    {
        written = 0;
        if (_keys is null)
            return false;
        var size = RecordSize(payload.Length);
        if (record.Length < size)
            throw new ArgumentException($"The record needs {size} bytes.", nameof(record));
        var keys = KeysFor(size);
        var header = record[..RecordHeader.Size];
        new RecordHeader(type, Channel, keys.Epoch, _next, (ushort)(size - RecordHeader.Size)).Write(header);
        keys.Seal(_next, header, payload, record[RecordHeader.Size..size]);
        _next = checked(_next + 1);
        written = size;
        return true;
    }

    private EpochKeys KeysFor(int recordSize)
    {
        var keys = _keys!;
        if (!keys.IsExhausted(_limits, recordSize) && _time.GetElapsedTime(_keysSince) < _limits.Age)
            return keys;
        _keys = keys.Next();
        keys.Dispose();
        _keysSince = _time.GetTimestamp();
        return _keys;
    }

    private void Destroy()
    {
        _keys?.Dispose();
        _keys = null;
    }
}
