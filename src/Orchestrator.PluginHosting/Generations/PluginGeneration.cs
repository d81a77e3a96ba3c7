namespace Orchestrator.PluginHosting;

/// <summary>
/// One generation and who uses it. It serves new leases until it is drained; when the last one is given back after that, it may be closed.
/// Callable from any thread.
/// </summary>
internal sealed class PluginGeneration(GenerationId id, PluginScope scope, Action<PluginGeneration> unused)
{
    private readonly Lock sync = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int leases;
    private bool isDraining;

    /// <summary>Its name.</summary>
    public GenerationId Id => id;

    /// <summary>What it runs in.</summary>
    public PluginScope Scope => scope;

    /// <summary>Whether it keeps too much memory.</summary>
    public MemoryWatch Memory { get; } = new(scope.Containment.Meter, scope.Manifest.MemoryMiB * 1024L * 1024);

    /// <summary>What went wrong while it served; null when nothing did.</summary>
    public string? Trouble { get; set; }

    /// <summary>How many use it.</summary>
    public int Leases
    {
        get
        {
            lock (sync)
                return leases;
        }
    }

    /// <summary>Completes when it is drained and nobody uses it any more.</summary>
    public Task WhenIdle => idle.Task;

    /// <summary>Counts one more user; null when it is draining.</summary>
    public PluginLease? TryLease()
    {
        lock (sync)
        {
            if (isDraining)
                return null;
            leases++;
        }

        return new PluginLease(this);
    }

    /// <summary>One user less.</summary>
    public void GiveBack() => End(() => leases--);

    /// <summary>No more users from here on. Says by the callback, once, when there are none left.</summary>
    public void Drain() => End(() => isDraining = true);

    private void End(Action change)
    {
        bool isEnd;
        lock (sync)
        {
            change();
            isEnd = isDraining && leases == 0;
        }

        if (isEnd && idle.TrySetResult())
            unused(this);
    }
}
