namespace Orchestrator.QuickSupport.Pumps;

/// <summary>What the pumps of a run did, counted where it happens: at the capture call and at the injector. Readable from any thread.</summary>
public sealed class PumpCounters(TimeProvider time)
{
    private long _captureCalls;
    private long _framesCaptured;
    private long _eventsInjected;
    private long _lastInjection = long.MinValue;

    /// <summary>Calls that could have seen the screen.</summary>
    public long CaptureCalls => Interlocked.Read(ref _captureCalls);

    /// <summary>Pictures taken.</summary>
    public long FramesCaptured => Interlocked.Read(ref _framesCaptured);

    /// <summary>Events given to the display server.</summary>
    public long EventsInjected => Interlocked.Read(ref _eventsInjected);

    /// <summary>Time since the technician's input last reached this computer; null when it never did.</summary>
    public TimeSpan? SinceInjection =>
        Interlocked.Read(ref _lastInjection) is var last && last == long.MinValue ? null : time.GetElapsedTime(last);

    internal void CountCall() => Interlocked.Increment(ref _captureCalls);

    internal void CountFrame() => Interlocked.Increment(ref _framesCaptured);

    internal void CountInjection()
    {
        Interlocked.Increment(ref _eventsInjected);
        Interlocked.Exchange(ref _lastInjection, time.GetTimestamp());
    }
}
