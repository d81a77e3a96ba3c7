namespace Orchestrator.Audit.Records;

/// <summary>
/// Stamps records. Wall time is taken as the machine says it; a second, monotonic clock beside it shows when somebody set it.
/// Callable from any thread.
/// </summary>
public sealed class RecordClock
{
    /// <summary>Wall and monotonic clock may drift apart by this much between two stamps before it counts as a jump.</summary>
    public static readonly TimeSpan JumpTolerance = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _gate = new();
    private DateTimeOffset _lastWall;
    private long _lastTick;
    private string _state = ClockStates.Unknown;

    /// <summary>Starts the monotonic clock at 0.</summary>
    public RecordClock(TimeProvider time)
    {
        _time = time;
        _start = _lastTick = time.GetTimestamp();
        _lastWall = time.GetUtcNow();
    }

    /// <summary>One of <see cref="ClockStates"/>; set by whoever compared the clock with another.</summary>
    public string State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>Now, without taking notice of a jump: what isn't written as a record mustn't swallow the record of one.</summary>
    public RecordStamp Peek()
    {
        lock (_gate)
            return Read(out _, out _, out _);
    }

    /// <summary>Now.</summary>
    /// <param name="jump">How far the wall clock was set since the last stamp; zero when it wasn't.</param>
    public RecordStamp Stamp(out TimeSpan jump)
    {
        lock (_gate)
        {
            var stamp = Read(out var wall, out var tick, out jump);
            if (jump != TimeSpan.Zero)
                State = ClockStates.Jumped;
            _lastWall = wall;
            _lastTick = tick;
            return stamp;
        }
    }

    private RecordStamp Read(out DateTimeOffset wall, out long tick, out TimeSpan jump)
    {
        wall = _time.GetUtcNow();
        tick = _time.GetTimestamp();
        var drift = (wall - _lastWall) - _time.GetElapsedTime(_lastTick, tick);
        jump = drift.Duration() > JumpTolerance ? drift : TimeSpan.Zero;
        var offset = (int)_time.LocalTimeZone.GetUtcOffset(wall).TotalMinutes;
        var monotonic = _time.GetElapsedTime(_start, tick).Ticks / TimeSpan.TicksPerMicrosecond;
        return new RecordStamp(wall.ToUnixTimeMilliseconds(), offset, monotonic, jump != TimeSpan.Zero ? ClockStates.Jumped : State);
    }
}
