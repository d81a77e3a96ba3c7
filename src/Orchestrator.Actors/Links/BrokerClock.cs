namespace Orchestrator.Actors.Links;

/// <summary>The broker's time plus the monotonic clock: by this, never by the PC's clock, tickets and certificates are judged at the instrument.</summary>
public sealed class BrokerClock(TimeProvider time)
{
    private (DateTimeOffset Utc, long At)? _set;

    /// <summary>The broker said what time it is. Time never goes backwards.</summary>
    public void Set(long utcMilliseconds)
    {
        var utc = DateTimeOffset.FromUnixTimeMilliseconds(utcMilliseconds);
        if (_set is null || utc > Now)
        {
            _set = (utc, time.GetTimestamp());
        }
    }

    /// <summary>True once the broker said what time it is.</summary>
    public bool IsSet => _set is not null;

    /// <summary>The broker's time now. Throws before the broker said it: nothing is judged by guesswork.</summary>
    public DateTimeOffset Now => _set is { } set
        ? set.Utc + time.GetElapsedTime(set.At)
        : throw new InvalidOperationException("The broker hasn't said what time it is.");
}
