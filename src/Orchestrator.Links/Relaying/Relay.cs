using System.Buffers;
using System.Collections.Concurrent;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Relaying;

/// <summary>
/// Forwards records between the two links of one session: of the control channel while both are attached, of other channels while
/// they are open. Never opens a record; its only knowledge is the header.
/// </summary>
public sealed class Relay
{
    private readonly ConcurrentDictionary<ChannelId, RelayChannel> _channels = new();
    private volatile LinkConnection? _instrument;
    private volatile LinkConnection? _console;
    private volatile bool _isVetoed;
    private long _refused;

    /// <summary>True once nothing passes any more.</summary>
    public bool IsVetoed => _isVetoed;

    /// <summary>Records refused because their channel wasn't open.</summary>
    public long Refused => Interlocked.Read(ref _refused) + _channels.Values.Sum(c => c.Refused);

    /// <summary>Attaches the instrument's link, or takes it away.</summary>
    public void AttachInstrument(LinkConnection? link) => _instrument = link;

    /// <summary>Attaches the technician's link, or takes it away.</summary>
    public void AttachConsole(LinkConnection? link) => _console = link;

    /// <summary>Nothing passes any more, whatever the instrument says.</summary>
    public void Veto()
    {
        _isVetoed = true;
        foreach (var channel in _channels.Values)
        {
            channel.Close();
        }
    }

    /// <summary>Lets a channel's records pass, because the instrument's event said so.</summary>
    public void Open(RelayChannel channel) => _channels[channel.Id] = channel;

    /// <summary>
    /// Forwards one record from the instrument. Waits for the console's link: that is the back-pressure. What comes on a link that isn't the attached one
    /// any more goes nowhere.
    /// </summary>
    /// <returns>Whether it was passed on.</returns>
    public ValueTask<bool> FromInstrumentAsync(LinkConnection from, RecordHeader header, ReadOnlySequence<byte> whole) => ForwardAsync(from, header, whole, towardsInstrument: false);

    /// <summary>Forwards one record from the console.</summary>
    public ValueTask<bool> FromConsoleAsync(LinkConnection from, RecordHeader header, ReadOnlySequence<byte> whole) => ForwardAsync(from, header, whole, towardsInstrument: true);

    private bool IsAttached(LinkConnection from, bool towardsInstrument) => ReferenceEquals(from, towardsInstrument ? _console : _instrument);

    private async ValueTask<bool> ForwardAsync(LinkConnection from, RecordHeader header, ReadOnlySequence<byte> whole, bool towardsInstrument)
    {
        if (!IsAttached(from, towardsInstrument))
        {
            return false;
        }

        var isControl = header.Channel == ChannelId.Control;
        var channel = isControl ? null : _channels.GetValueOrDefault(header.Channel);
        if (_isVetoed || (!isControl && channel is null))
        {
            Interlocked.Increment(ref _refused);
            return false;
        }

        // What the instrument sends is judged in the order of its events, which is now; what goes to it, when it is its turn.
        if (!towardsInstrument && channel is not null && !channel.TryPass(towardsInstrument: false, header))
        {
            return false;
        }

        // Nobody there: its sender keeps it, and sends it again when both ends have said where they stand.
        if ((towardsInstrument ? _instrument : _console) is not { } to)
        {
            return false;
        }

        var rented = ArrayPool<byte>.Shared.Rent(header.RecordSize);
        try
        {
            whole.CopyTo(rented);
            var record = rented.AsMemory(0, header.RecordSize);
            var priority = channel is null ? RecordPriority.Control : RecordPriorities.Of(channel.Capability);
            return await to.ForwardAsync(priority, record, () =>
                !_isVetoed && IsAttached(from, towardsInstrument) && (!towardsInstrument || channel is null || channel.TryPass(true, header))).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
