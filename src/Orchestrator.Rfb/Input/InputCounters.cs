namespace Orchestrator.Rfb;

/// <summary>What became of an input event.</summary>
public enum InputOutcome
{
    /// <summary>Given to the display server.</summary>
    Injected,

    /// <summary>The gate wasn't open.</summary>
    GateShut,

    /// <summary>A pointer event that was meant for an older layout.</summary>
    StaleLayout,

    /// <summary>It named a cut text that didn't arrive in time.</summary>
    CutTextMissing,

    /// <summary>The display has no such key.</summary>
    UnknownKey,

    /// <summary>Outside the screen.</summary>
    OutOfRange,

    /// <summary>No display server, or the plugin failed.</summary>
    Unavailable,
}

/// <summary>Counts input events by what became of them; readable from any thread.</summary>
public sealed class InputCounters
{
    private readonly long[] counts = new long[Enum.GetValues<InputOutcome>().Length];

    /// <summary>Events that reached the display server.</summary>
    public long Injected => Of(InputOutcome.Injected);

    /// <summary>Events that did not, for any reason.</summary>
    public long Dropped => Enum.GetValues<InputOutcome>().Where(outcome => outcome != InputOutcome.Injected).Sum(Of);

    /// <summary>Events with one outcome.</summary>
    public long Of(InputOutcome outcome) => Interlocked.Read(ref counts[(int)outcome]);

    internal void Count(InputOutcome outcome) => Interlocked.Increment(ref counts[(int)outcome]);
}
