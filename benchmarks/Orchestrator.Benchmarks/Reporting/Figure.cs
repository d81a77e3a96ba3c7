namespace Orchestrator.Benchmarks.Reporting;

/// <summary>One thing that was measured.</summary>
/// <param name="Name">What, in words.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what: ms, MB, CPU s, % of a core …</param>
/// <param name="Load">Load of the machine (one minute) when it was measured: wall-clock figures of a busy machine say little.</param>
/// <param name="Note">How it came about.</param>
/// <param name="Target">Not to be above (or below) this; null where there is none.</param>
public sealed record Figure(string Name, double Value, string Unit, double Load, string Note = "", double? Target = null)
{
    /// <summary>What it is held against: a peer's name and its figure in the same unit.</summary>
    public Peer? Peer { get; init; }
}

/// <summary>The same of something comparable.</summary>
public sealed record Peer(string Name, double Value);
