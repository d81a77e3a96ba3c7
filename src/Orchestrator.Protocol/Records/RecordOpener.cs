using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// Opens the records of one channel in one direction: exactly the next sequence, in the current key epoch or the one after it. The first failure destroys the keys
/// and sticks. Safe for several threads, like <see cref="RecordSealer"/>.
/// </summary>
public sealed class RecordOpener : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FrameType _data;
    private readonly FrameType _close;
    private readonly RekeyLimits _limits;
    private EpochKeys? _keys;
    private ulong _next;
    private RecordFailure _failure = RecordFailure.KeysGone;

    internal RecordOpener(byte[] secret, HandshakeProfile profile, ChannelId channel, RekeyLimits limits, IAeadWatch? watch = null)
    {
        (_data, _close) = (profile.DataFrame(), profile.CloseFrame());
        Channel = channel;
        _limits = limits;
        _keys = new EpochKeys(secret, 0, watch);
    }

    /// <summary>The channel.</summary>
    public ChannelId Channel { get; }

    /// <summary>The sequence that comes next; also how many were opened.</summary>
    public ulong NextSequence
    {
        get
        {
            lock (_gate)
                return _next;
        }
    }

    /// <summary>True once the peer's authenticated end was opened. A stream that ends without it was cut.</summary>
    public bool SawClose { get; private set; }

    /// <summary>Opens one whole record into a place of at least its payload's size.</summary>
    public OpenResult Open(ReadOnlySpan<byte> record, Span<byte> payload)
    {
        lock (_gate)
        {
            if (_keys is null)
                return OpenResult.Fail(_failure);
            var result = OpenLocked(record, payload);
            if (result.Verdict == RecordVerdict.Failed)
                Destroy(result.Failure);
            if (result.Verdict == RecordVerdict.PeerClosed)
            {
                SawClose = true;
                Destroy(RecordFailure.AfterClose);
            }

            return result;
        }
    }

    /// <summary>Destroys the keys.</summary>
    public void Dispose()
    {
        lock (_gate)
            Destroy(RecordFailure.KeysGone);
    }

    private OpenResult OpenLocked(ReadOnlySpan<byte> record, Span<byte> payload)
    {
        if (record.Length < RecordHeader.Size)
            return OpenResult.Fail(RecordFailure.Malformed);
        var header = RecordHeader.Read(record);
        var failure = Judge(header, record.Length);
        if (failure != RecordFailure.None)
            return OpenResult.Fail(failure);
        var size = header.Length - ProtocolLimits.TagBytes;
        if (!TryDecrypt(header, record, payload[..size], out failure))
            return OpenResult.Fail(failure);
        _next = checked(_next + 1);
        if (!header.Type.IsClose())
            return new OpenResult(RecordVerdict.Opened, size, RecordFailure.None);
        return Enum.IsDefined((CloseReason)payload[0])
            ? new OpenResult(RecordVerdict.PeerClosed, size, RecordFailure.None)
            : OpenResult.Fail(RecordFailure.Malformed);
    }

    private RecordFailure Judge(in RecordHeader header, int recordLength)
    {
        if (FrameReader.Check(header) != FrameStatus.Done || recordLength != header.RecordSize)
            return RecordFailure.Malformed;
        if (header.Type != _data && header.Type != _close)
            return RecordFailure.WrongType;
        if (header.Channel != Channel)
            return RecordFailure.WrongChannel;
        if (header.Sequence != _next)
            return header.Sequence < _next ? RecordFailure.Replayed : RecordFailure.Gap;
        return header.Epoch == _keys!.Epoch || header.Epoch == _keys.Epoch + 1L ? RecordFailure.None : RecordFailure.WrongEpoch;
    }

    private bool TryDecrypt(in RecordHeader header, ReadOnlySpan<byte> record, Span<byte> payload, out RecordFailure failure)
    {
        failure = RecordFailure.None;
        var current = _keys!;
        var keys = header.Epoch == current.Epoch ? current : current.Next();
        if (keys.IsExhausted(_limits, record.Length))
            failure = RecordFailure.KeyExhausted;
        else if (!keys.TryOpen(header.Sequence, record[..RecordHeader.Size], record[RecordHeader.Size..], payload))
            failure = RecordFailure.Forged;
        if (ReferenceEquals(keys, current))
            return failure == RecordFailure.None;
        var unused = failure == RecordFailure.None ? current : keys;
        if (failure == RecordFailure.None)
            _keys = keys;
        unused.Dispose();
        return failure == RecordFailure.None;
    }

    private void Destroy(RecordFailure failure)
    {
        if (_keys is null)
            return;
        _failure = failure;
        _keys.Dispose();
        _keys = null;
    }
}
