namespace Orchestrator.Rfb;

/// <summary>The versions of the layout that the technician sees, over all captures and channels of a session; input is held against it.</summary>
public sealed class LayoutClock
{
    private uint current;

    /// <summary>The newest version; 0 before the first.</summary>
    public uint Current => Volatile.Read(ref current);

    /// <summary>A new layout.</summary>
    public uint Next() => Interlocked.Increment(ref current);
}
