namespace Orchestrator.Rfb;

/// <summary>
/// How long to rest between two looks at the screen: never faster than the frame interval, never more work than the share of one core that is
/// allowed (the instrument's own run comes first), and ever more rarely while a display that can't wait for changes shows none.
/// </summary>
internal sealed class FramePacer(TimeProvider time, ScreenSenderOptions options)
{
    private readonly Backoff idle = new(options.MinFrameInterval, options.MaxIdlePoll);
    private long started;

    /// <summary>A look begins.</summary>
    public void Begin() => started = time.GetTimestamp();

    /// <summary>An update was sent.</summary>
    /// <param name="busy">What encoding took.</param>
    /// <param name="cancellationToken">Ends the rest.</param>
    public ValueTask RestAfterUpdateAsync(TimeSpan busy, CancellationToken cancellationToken)
    {
        idle.Reset();
        var forFrames = options.MinFrameInterval - time.GetElapsedTime(started);
        var forOthers = busy * ((1 - options.CpuCeiling) / options.CpuCeiling);
        return RestAsync(forFrames > forOthers ? forFrames : forOthers, cancellationToken);
    }

    /// <summary>Nothing had changed.</summary>
    /// <param name="waited">What the capture was allowed to wait.</param>
    /// <param name="cancellationToken">Ends the rest.</param>
    public ValueTask RestAfterNothingAsync(TimeSpan waited, CancellationToken cancellationToken)
    {
        // A capture that waited for changes itself needs no rest; one that only looked is asked less and less often.
        if (waited > TimeSpan.Zero && time.GetElapsedTime(started) >= waited / 2)
            return ValueTask.CompletedTask;
        return RestAsync(idle.Next(), cancellationToken);
    }

    private async ValueTask RestAsync(TimeSpan rest, CancellationToken cancellationToken)
    {
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancellationToken).ConfigureAwait(false);
    }
}
