using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>
/// The instrument's way to its broker, over one link after the other. What the broker must have, and hasn't confirmed, is sent again on a new link, in
/// its order. Safe for several threads.
/// </summary>
internal sealed class BrokerLine
{
    private readonly Lock _gate = new();
    private readonly Queue<InstrumentToBroker.AppendEvent> _unconfirmed = new();
    private InstrumentToBroker.LogCheckpoint? _checkpoint;

    /// <summary>Starts on the first link.</summary>
    public BrokerLine(LinkConnection link) => Now = link;

    /// <summary>The link at present; null while there is none.</summary>
    public LinkConnection? Now { get; private set; }

    /// <summary>Gives the broker a record, now or on the next link.</summary>
    public void Append(InstrumentToBroker.AppendEvent record)
    {
        lock (_gate)
        {
            _unconfirmed.Enqueue(record);
            _ = Now?.SendAsync(record);
        }
    }

    /// <summary>Gives the broker a checkpoint; only the newest matters.</summary>
    public void Append(InstrumentToBroker.LogCheckpoint checkpoint)
    {
        lock (_gate)
        {
            _checkpoint = checkpoint;
            _ = Now?.SendAsync(checkpoint);
        }
    }

    /// <summary>Everything up to this sequence is durable at the broker.</summary>
    public void Confirm(long sequence)
    {
        lock (_gate)
        {
            while (_unconfirmed.TryPeek(out var oldest) && oldest.Sequence <= sequence)
            {
                _unconfirmed.Dequeue();
            }
        }
    }

    /// <summary>There is no link any more.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            Now = null;
        }
    }

    /// <summary>The broker takes the session up on this link: what it hasn't confirmed goes first.</summary>
    public void Continue(LinkConnection link)
    {
        lock (_gate)
        {
            Now = link;
            foreach (var record in _unconfirmed)
            {
                _ = link.SendAsync(record);
            }

            if (_checkpoint is not null)
            {
                _ = link.SendAsync(_checkpoint);
            }
        }
    }
}
