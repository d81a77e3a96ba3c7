using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Relaying;

/// <summary>
/// The broker's side of one channel: its own gate and its own count. A record either passes and is counted, or neither;
/// once closed, the count is final.
/// </summary>
public sealed class RelayChannel(ChannelId id, Capability capability)
{
    private readonly Lock _lock = new();
    private ChannelCounts _counts;
    private ulong _nextIn;
    private ulong _nextOut;
    private long _refused;
    private bool _isClosed;

    /// <summary>The channel.</summary>
    public ChannelId Id { get; } = id;

    /// <summary>What it was granted for.</summary>
    public Capability Capability { get; } = capability;

    /// <summary>Records that came after the close.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>What passed so far; "in" is towards the instrument.</summary>
    public ChannelCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>Asks to pass a record, and counts it if it may. One that passed before, and is sent again after a lost link, isn't counted twice.</summary>
    public bool TryPass(bool towardsInstrument, in RecordHeader header)
    {
        var bytes = header.RecordSize;
        lock (_lock)
        {
            if (_isClosed)
            {
                _refused++;
                return false;
            }

            ref var next = ref towardsInstrument ? ref _nextIn : ref _nextOut;
            if (header.Sequence < next)
            {
                return true;
            }

            next = header.Sequence + 1;
            _counts = towardsInstrument
                ? _counts with { RecordsIn = _counts.RecordsIn + 1, BytesIn = _counts.BytesIn + bytes }
                : _counts with { RecordsOut = _counts.RecordsOut + 1, BytesOut = _counts.BytesOut + bytes };
            return true;
        }
    }

    /// <summary>Nothing passes any more. Gives the final count.</summary>
    public ChannelCounts Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return _counts;
        }
    }
}
