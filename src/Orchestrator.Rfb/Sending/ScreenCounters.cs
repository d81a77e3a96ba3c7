namespace Orchestrator.Rfb;

/// <summary>What a <see cref="ScreenSender"/> did since it was made; readable from any thread.</summary>
public sealed class ScreenCounters
{
    private long captureCalls;
    private long framesCaptured;
    private long updates;
    private long bytes;

    /// <summary>Calls of the plugin that could have seen the screen.</summary>
    public long CaptureCalls => Interlocked.Read(ref captureCalls);

    /// <summary>Calls that brought a picture.</summary>
    public long FramesCaptured => Interlocked.Read(ref framesCaptured);

    /// <summary>Updates begun.</summary>
    public long Updates => Interlocked.Read(ref updates);

    /// <summary>Bytes given to the channel.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    internal void CountCall() => Interlocked.Increment(ref captureCalls);

    internal void CountFrame() => Interlocked.Increment(ref framesCaptured);

    internal void CountUpdate() => Interlocked.Increment(ref updates);

    internal void CountBytes(int count) => Interlocked.Add(ref bytes, count);
}
