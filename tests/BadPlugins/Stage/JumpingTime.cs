namespace Orchestrator.BadPlugins;

/// <summary>The system's clock, which a test sets forward where it would otherwise only wait. Timers run as they do.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long ahead;

    /// <summary>Sets it forward.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref ahead);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ahead));
}
