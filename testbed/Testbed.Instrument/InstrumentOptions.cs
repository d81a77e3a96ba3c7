namespace Orchestrator.Testbed.Instrument;

/// <summary>How a simulated instrument PC is set up. The same options and the same clock give the same run, log and picture.</summary>
public sealed record InstrumentOptions
{
    /// <summary>Smallest width that the control program is laid out for.</summary>
    public const int MinWidth = 1024;

    /// <summary>Smallest height that the control program is laid out for.</summary>
    public const int MinHeight = 700;

    /// <summary>Largest width and height; a picture of that size has 64 MiB.</summary>
    public const int MaxSide = 4096;

    /// <summary>Decides the deck, the files and the place of the error.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 1920;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 1080;

    /// <summary>Folder that the instrument's files are written to; made when missing, files that are there stay as they are.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>The clock of the run, the log and the picture.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The date that the older files of the home folder are counted back from.</summary>
    public DateTimeOffset ReferenceDate { get; init; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The step (the worklist's line, from 1) that finds no liquid; null: the seed decides; 0: none.</summary>
    public int? ErrorStep { get; init; }

    /// <summary>How many times faster than a real arm; above 0.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>
    /// True: the person beside the instrument tops up the empty tube while the error dialog is open, so that the first Retry finds liquid.
    /// False: Retry finds the same until <see cref="SimulatedInstrument.Refill"/> is called.
    /// </summary>
    public bool OperatorRefills { get; init; } = true;

    internal void Check()
    {
        if (Width is < MinWidth or > MaxSide || Height is < MinHeight or > MaxSide)
            throw new ArgumentException($"The screen can't be {Width}×{Height}; it is {MinWidth}×{MinHeight} to {MaxSide}×{MaxSide}.");
        if (!(Speed > 0) || Speed > 1_000_000)
            throw new ArgumentException($"The speed can't be {Speed}; it is above 0 and at most 1,000,000.");
    }
}
