namespace Orchestrator.PluginHosting;

/// <summary>
/// Tells whether a generation keeps more memory than it may. The runtime doesn't know what belongs to whom, so this is an estimate: the heap has grown by
/// more than the budget since the generation began, it still has after a collection, and the generation allocated at least half of that.
/// </summary>
/// <param name="meter">Of the generation.</param>
/// <param name="budget">Bytes.</param>
internal sealed class MemoryWatch(GenerationMeter meter, long budget)
{
    private readonly long heapAtFirst = Heap();
    private readonly long allocatedAtFirst = meter.Allocated;

    /// <summary>Bytes that the generation allocated since it began, freed ones included.</summary>
    public long Allocated => meter.Allocated - allocatedAtFirst;

    /// <summary>Growth in bytes when it is over the budget, else null. Collects only when there is something to suspect.</summary>
    public long? Excess()
    {
        if (!IsOver(GC.GetTotalMemory(forceFullCollection: false)))
            return null;
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        return IsOver(heap) ? heap - heapAtFirst : null;
    }

    // What is garbage at the beginning would hide as much of what the plugin keeps: the size after the last collection has less of it.
    private static long Heap()
    {
        var now = GC.GetTotalMemory(forceFullCollection: false);
        return GC.GetGCMemoryInfo(GCKind.Any) is { Index: > 0, HeapSizeBytes: var kept } ? Math.Min(now, kept) : now;
    }

    private bool IsOver(long heap)
    {
        var growth = heap - heapAtFirst;
        return growth > budget && Allocated >= growth / 2;
    }
}
