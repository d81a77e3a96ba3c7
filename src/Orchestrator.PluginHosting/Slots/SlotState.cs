using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>What the slots know of one plugin beside its slot. Used by one command at a time, where a member doesn't say more.</summary>
internal sealed class SlotState(PluginSlot slot)
{
    private const int Remembered = 8;
    private readonly Lock sync = new();
    private ImmutableList<PluginRow> past = [];
    private int generations;
    private int leaks;

    /// <summary>Its slot.</summary>
    public PluginSlot Slot => slot;

    /// <summary>Settings that the last activation gave; kept for restarts and further versions.</summary>
    public ReadOnlyMemory<byte> Settings { get; set; }

    /// <summary>A generation that was made and not activated yet.</summary>
    public PluginGeneration? Loaded { get; set; }

    /// <summary>Versions that were active, the newest last: what a roll back goes to.</summary>
    public ImmutableList<Version> Served { get; set; } = [];

    /// <summary>Closed generations and versions that weren't taken, the newest last. Readable from any thread.</summary>
    public ImmutableList<PluginRow> Past
    {
        get
        {
            lock (sync)
                return past;
        }
    }

    /// <summary>How many of its generations stay in memory.</summary>
    public int Leaks => Volatile.Read(ref leaks);

    /// <summary>Names the next generation.</summary>
    public GenerationId Next(Version version) => new(slot.Id, version, ++generations);

    /// <summary>One more stays in memory. Gives their number.</summary>
    public int CountLeak() => Interlocked.Increment(ref leaks);

    /// <summary>Keeps a line of what was. Callable from any thread.</summary>
    public void Remember(PluginRow row)
    {
        lock (sync)
            past = past.Add(row).TakeLast(Remembered).ToImmutableList();
    }
}
