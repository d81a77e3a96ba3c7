namespace Orchestrator.PluginHosting;

/// <summary>
/// One generation and who uses it. It serves new leases until it is drained; when the last one is given back after that, it may be closed.
/// Callable from any thread.
/// </summary>
/// <param name="id">Its name.</param>
/// <param name="scope">What it runs in.</param>
/// <param name="settings">What it was started with, UTF-8 JSON.</param>
/// <param name="unused">Told, once, when it is drained and nobody uses it any more; before <see cref="WhenIdle"/> completes.</param>
internal sealed class PluginGeneration(GenerationId id, PluginScope scope, ReadOnlyMemory<byte> settings, Action<PluginGeneration> unused)
{
    private readonly Lock sync = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? trouble;
    private int leases;
    private bool isDraining;
    private bool isOver;

    /// <summary>Its name.</summary>
    public GenerationId Id => id;

    /// <summary>What it runs in.</summary>
    public PluginScope Scope => scope;

    /// <summary>What it was started with.</summary>
    public ReadOnlyMemory<byte> Settings => settings;

    /// <summary>Whether it keeps too much memory.</summary>
    public MemoryWatch Memory { get; } = new(scope.Containment.Meter, scope.Manifest.MemoryMiB * 1024L * 1024);

    /// <summary>What went wrong while it served; null when nothing is.</summary>
    public string? Trouble
    {
        get => trouble;
        set => trouble = value;
    }

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

    /// <summary>Counts one more user of something that the generation serves already, so also while it is draining; null when nobody uses it any more.</summary>
    public PluginLease? TryStay()
    {
        lock (sync)
        {
            if (isDraining && leases == 0)
                return null;
            leases++;
        }

        return new PluginLease(this);
    }

    /// <summary>One user less.</summary>
    public void GiveBack() => Change(by: -1, drain: false);

    /// <summary>No more users from here on.</summary>
    public void Drain() => Change(by: 0, drain: true);

    private void Change(int by, bool drain)
    {
        lock (sync)
        {
            leases += by;
            isDraining |= drain;
            if (isOver || !isDraining || leases > 0)
                return;
            isOver = true;
        }

        unused(this);
        idle.SetResult();
    }
}
