using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>What the slots know of one plugin beside its slot. Changed by one command at a time, where a member doesn't say more; readable from any thread.</summary>
internal sealed class SlotState(PluginSlot slot)
{
    private const int Remembered = 8;
    private readonly Lock sync = new();
    private volatile ImmutableList<PluginRow> past = [];
    private volatile ImmutableList<Serving> served = [];
    private volatile PluginGeneration? loaded;
    private int generations;
    private int leaks;

    /// <summary>Its slot.</summary>
    public PluginSlot Slot => slot;

    /// <summary>A generation that was made and not activated yet.</summary>
    public PluginGeneration? Loaded
    {
        get => loaded;
        set => loaded = value;
    }

    /// <summary>Versions that were active, each once, the newest last: what a restart and a roll back go to.</summary>
    public ImmutableList<Serving> Served => served;

    /// <summary>Settings of what was active last: for versions that are activated without any.</summary>
    public ReadOnlyMemory<byte> Settings => served is [.., var last] ? last.Settings : default;

    /// <summary>Closed generations and versions that weren't taken, the newest last.</summary>
    public ImmutableList<PluginRow> Past => past;

    /// <summary>How many of its generations stay in memory.</summary>
    public int Leaks => Volatile.Read(ref leaks);

    /// <summary>Names the next generation.</summary>
    public GenerationId Next(Version version) => new(slot.Id, version, ++generations);

    /// <summary>One more stays in memory. Gives their number. Callable from any thread.</summary>
    public int CountLeak() => Interlocked.Increment(ref leaks);

    /// <summary>It serves from now on.</summary>
    public void Serves(PluginGeneration generation) =>
        served = served.RemoveAll(one => one.Version == generation.Id.Version).Add(new Serving(generation.Id.Version, generation.Settings));

    /// <summary>Keeps a line of what was, one for each generation. Callable from any thread.</summary>
    public void Remember(PluginRow row)
    {
        lock (sync)
            past = past.RemoveAll(one => one.Generation == row.Generation).Add(row).TakeLast(Remembered).ToImmutableList();
    }

    /// <summary>What was active, and with which settings.</summary>
    internal sealed record Serving(Version Version, ReadOnlyMemory<byte> Settings);
}
