namespace Orchestrator.Rfb;

/// <summary>How fast and in what form the screen is sent.</summary>
public sealed record ScreenSenderOptions
{
    /// <summary>Updates under way before the sender waits for an acknowledgement.</summary>
    public int MaxUnacknowledged { get; init; } = 2;

    /// <summary>Shortest time from one look at the screen to the next.</summary>
    public TimeSpan MinFrameInterval { get; init; } = TimeSpan.FromMilliseconds(33);

    /// <summary>Longest time that one capture call may wait for a change.</summary>
    public TimeSpan CaptureWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest rest between looks at an idle display that can't wait for changes itself.</summary>
    public TimeSpan MaxIdlePoll { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Share of one core that encoding may take, above 0 and at most 1.</summary>
    public double CpuCeiling { get; init; } = 0.5;

    /// <summary>First wait before a failed or unavailable screen is opened again; it doubles.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest such wait.</summary>
    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Encodings to choose from.</summary>
    public ScreenEncodings Encodings { get; init; } = ScreenEncodings.All;
}
