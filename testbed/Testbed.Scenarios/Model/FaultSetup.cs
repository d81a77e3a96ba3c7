namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>What the wire between the instrument PC and the next hop does to bytes, both ways. The same seed gives the same trace.</summary>
public sealed record FaultSetup
{
    /// <summary>Seed of everything that is drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Delay of each piece, one way, ms.</summary>
    public int LatencyMilliseconds { get; init; }

    /// <summary>Further delay, drawn evenly from 0 to this, ms; the order is kept.</summary>
    public int JitterMilliseconds { get; init; }

    /// <summary>KiB a second, each way; 0: no limit.</summary>
    public int BandwidthKibPerSecond { get; init; }

    /// <summary>Longest piece that is handed over at once, bytes; 0: as it comes.</summary>
    public int SliceBytes { get; init; }

    /// <summary>After so many KiB towards the broker nothing moves any more for <see cref="StallMilliseconds"/>; null: never.</summary>
    public int? StallAfterKib { get; init; }

    /// <summary>Length of the stall, ms; 0: for ever.</summary>
    public int StallMilliseconds { get; init; }

    /// <summary>After so many KiB towards the broker the connection is reset; null: never.</summary>
    public int? ResetAfterKib { get; init; }

    /// <summary>After so many KiB towards the broker one bit is turned; null: never.</summary>
    public int? CorruptAfterKib { get; init; }

    /// <summary>How many connections have the stall, reset or corruption, from the first one; the later ones are whole. 0: all.</summary>
    public int Connections { get; init; }
}
