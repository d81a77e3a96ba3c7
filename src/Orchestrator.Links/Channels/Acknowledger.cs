namespace Orchestrator.Links.Channels;

/// <summary>Says when the other end should hear what has come: after every 2 MiB, else a second after the first record that it hasn't heard of.</summary>
internal sealed class Acknowledger : IDisposable
{
    private const int Often = 2 << 20;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Action _acknowledge;
    private readonly ITimer _timer;
    private long _bytes;
    private bool _isOver;

    public Acknowledger(TimeProvider time, Action acknowledge)
    {
        _acknowledge = acknowledge;
        _timer = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A record came that the other end keeps until it hears of it.</summary>
    public void Came(int bytes)
    {
        bool isFirst, isMuch;
        lock (_gate)
        {
            isFirst = _bytes == 0 && !_isOver;
            _bytes += bytes;
            isMuch = _bytes >= Often;
        }

        if (isMuch)
            Tell();
        else if (isFirst)
            _timer.Change(Soon, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        _timer.Dispose();
    }

    private void Tell()
    {
        lock (_gate)
        {
            if (_bytes == 0 || _isOver)
                return;
            _bytes = 0;
        }

        _acknowledge();
    }
}
