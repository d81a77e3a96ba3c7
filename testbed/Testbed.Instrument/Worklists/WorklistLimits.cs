namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>What a worklist may hold at most. A worklist arrives from outside, so everything in it is bounded.</summary>
public static class WorklistLimits
{
    /// <summary>Bytes of a file: a full day of a 384-well line is some 300 KB.</summary>
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Lines of a file.</summary>
    public const int MaxLines = 50_000;

    /// <summary>Characters of a line: an R record that leaves out every second well of a 384-well plate fits.</summary>
    public const int MaxLineLength = 4096;

    /// <summary>Characters of a label, id, type or class; the instrument's own fields hold 32.</summary>
    public const int MaxTextLength = 32;

    /// <summary>Largest position: the wells of a 1536-well plate.</summary>
    public const int MaxPosition = 1536;

    /// <summary>Largest volume, µl: the format's own limit.</summary>
    public const decimal MaxVolume = 7_158_278m;

    /// <summary>Decimal places of a volume: a pump step is about 0.01 µl.</summary>
    public const int MaxVolumeDecimals = 4;

    /// <summary>Largest tip mask: eight tips, one bit each.</summary>
    public const int MaxTipMask = 255;

    /// <summary>Largest count of re-uses and multi-dispenses.</summary>
    public const int MaxRepeats = 1000;

    /// <summary>Largest DiTi type index.</summary>
    public const int MaxDiTiIndex = 99;

    /// <summary>Bad lines that one reading names; a file of another kind would else name every line.</summary>
    public const int MaxProblems = 20;
}
