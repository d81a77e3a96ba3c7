using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Audit.Tests;

/// <summary>A wall clock that can be set while the monotonic one goes on, as on a real computer.</summary>
internal sealed class SettableTime(DateTimeOffset start) : TimeProvider
{
    private readonly FakeTimeProvider _steady = new(start);
    private TimeSpan _set;

    public override long TimestampFrequency => _steady.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public void Set(TimeSpan by) => _set += by;

    public void Advance(TimeSpan by) => _steady.Advance(by);

    public override DateTimeOffset GetUtcNow() => _steady.GetUtcNow() + _set;

    public override long GetTimestamp() => _steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _steady.CreateTimer(callback, state, dueTime, period);
}
