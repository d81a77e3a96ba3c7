namespace Orchestrator.PluginHosting;

/// <summary>
/// Follows the work that a generation causes wherever it goes on: later parts of its calls, its timers, its tasks, its threads. All of these inherit
/// the caller's execution context, in which the meter lies. Work that a plugin starts with the flow suppressed isn't seen.
/// </summary>
internal sealed class GenerationMeter
{
    private static readonly AsyncLocal<GenerationMeter?> Current = new(Changed);

    [ThreadStatic]
    private static long entered;

    private readonly Lock sync = new();
    private readonly List<WeakReference<Thread>> threads = [];
    private long allocated;

    /// <summary>Bytes that were allocated by its work, freed ones included.</summary>
    public long Allocated => Interlocked.Read(ref allocated);

    /// <summary>Names of the threads that its work started and that still run.</summary>
    public IReadOnlyList<string> RunningThreads
    {
        get
        {
            lock (sync)
                return [.. threads.Select(Alive).OfType<Thread>().Select(thread => thread.Name ?? $"thread {thread.ManagedThreadId}")];
        }
    }

    /// <summary>
    /// Brings this thread within the meter until the visit is disposed, on the same thread. What starts meanwhile stays within. Whatever the plugin put into
    /// the thread's context (an <see cref="AsyncLocal{T}"/> of its own) is gone afterwards: it would keep its code in memory wherever the host goes on.
    /// </summary>
    public Visit Enter() => new(this);

    private static Thread? Alive(WeakReference<Thread> reference) => reference.TryGetTarget(out var thread) && thread.IsAlive ? thread : null;

    private static void Changed(AsyncLocalValueChangedArgs<GenerationMeter?> change)
    {
        var now = GC.GetAllocatedBytesForCurrentThread();
        if (change.PreviousValue is { } left)
            Interlocked.Add(ref left.allocated, now - entered);
        entered = now;
        if (change is { ThreadContextChanged: true, CurrentValue: { } begun } && !Thread.CurrentThread.IsThreadPoolThread)
            begun.NoteThread(Thread.CurrentThread);
    }

    /// <summary>One stay within a meter.</summary>
    internal readonly ref struct Visit
    {
        private readonly ExecutionContext? outer;
        private readonly GenerationMeter? before;
        private readonly bool isInside;

        public Visit(GenerationMeter meter)
        {
            before = Current.Value;
            isInside = before == meter;
            if (isInside)
                return;
            outer = ExecutionContext.Capture();
            Current.Value = meter;
        }

        public void Dispose()
        {
            if (isInside)
                return;
            if (outer is not null)
                ExecutionContext.Restore(outer);
            else
                Current.Value = before;
        }
    }

    private void NoteThread(Thread thread)
    {
        lock (sync)
        {
            threads.RemoveAll(known => Alive(known) is null);
            if (threads.TrueForAll(known => Alive(known) != thread))
                threads.Add(new WeakReference<Thread>(thread));
        }
    }
}
