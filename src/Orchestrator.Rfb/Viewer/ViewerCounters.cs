namespace Orchestrator.Rfb;

/// <summary>What viewers were sent since the counters were made; readable from any thread.</summary>
public sealed class ViewerCounters
{
    private long updates;
    private long copies;

    /// <summary>Updates.</summary>
    public long Updates => Interlocked.Read(ref updates);

    /// <summary>CopyRect rectangles in them.</summary>
    public long Copies => Interlocked.Read(ref copies);

    internal void Count(int copied)
    {
        Interlocked.Increment(ref updates);
        Interlocked.Add(ref copies, copied);
    }
}
