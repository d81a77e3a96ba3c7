using Orchestrator.Protocol;

namespace Orchestrator.Links.Channels;

/// <summary>
/// The sealed records of one channel that the other end hasn't acknowledged, in their order: the same bytes go out again after a lost link, and nothing
/// is ever sealed twice. A cursor stands before the next one to be written. Safe for several threads.
/// </summary>
internal sealed class SentRecords(SendWindow window, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Kept> _written = new();
    private readonly LinkedList<Kept> _unwritten = new();
    private ulong _acknowledged;
    private ulong _sealed;
    private bool _isOver;

    /// <summary>True when nothing waits to be written again.</summary>
    public bool IsCaughtUp
    {
        get
        {
            lock (_gate)
                return _unwritten.Count == 0;
        }
    }

    /// <summary>How many records there have been.</summary>
    public ulong Sealed
    {
        get
        {
            lock (_gate)
                return _sealed;
        }
    }

    /// <summary>Age of the oldest record that isn't acknowledged; zero when there is none.</summary>
    public TimeSpan Pending
    {
        get
        {
            lock (_gate)
                return _written.TryPeek(out var oldest) ? time.GetElapsedTime(oldest.SealedAt) : _unwritten.First is { } next ? time.GetElapsedTime(next.Value.SealedAt) : TimeSpan.Zero;
        }
    }

    /// <summary>Keeps a record that was just sealed and is being written now.</summary>
    public void Keep(ReadOnlySpan<byte> record)
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            _sealed++;
            _written.Enqueue(new Kept(record.ToArray(), time.GetTimestamp()));
            window.Add(record.Length);
        }
    }

    /// <summary>The next record that must be written again; null when there is none. It counts as written from here on.</summary>
    public byte[]? TakeAgain()
    {
        lock (_gate)
        {
            if (_unwritten.First is not { } next)
                return null;
            _unwritten.RemoveFirst();
            _written.Enqueue(next.Value);
            return next.Value.Record;
        }
    }

    /// <summary>
    /// The other end has everything before this sequence. False when that can't be. A number that was passed already is an old word that was sent again
    /// after a lost link, and changes nothing.
    /// </summary>
    public bool Acknowledge(ulong next)
    {
        lock (_gate)
        {
            if (_isOver)
                return true;
            if (next > _sealed)
                return false;
            for (; _acknowledged < next; _acknowledged++)
                window.Remove(TakeOldest().Record.Length);
            return true;
        }
    }

    /// <summary>The other end goes on at this sequence: everything from it on is to be written again. False when that can't be.</summary>
    public bool Rewind(ulong next)
    {
        lock (_gate)
        {
            if (!_isOver && (next < _acknowledged || !Acknowledge(next)))
                return false;
            foreach (var kept in _written.Reverse())
                _unwritten.AddFirst(kept);
            _written.Clear();
            return true;
        }
    }

    /// <summary>The other end hasn't got anything that isn't acknowledged. Always true: it can be.</summary>
    public bool RewindAll()
    {
        lock (_gate)
            return Rewind(_acknowledged);
    }

    /// <summary>The channel is cut: what was kept for it goes nowhere any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var kept in _written.Concat(_unwritten))
                window.Remove(kept.Record.Length);
            _written.Clear();
            _unwritten.Clear();
        }
    }

    private Kept TakeOldest()
    {
        if (_written.TryDequeue(out var oldest))
            return oldest;
        oldest = _unwritten.First!.Value;
        _unwritten.RemoveFirst();
        return oldest;
    }

    private readonly record struct Kept(byte[] Record, long SealedAt);
}
