using System.Globalization;

namespace Orchestrator.Audit.Tiles;

/// <summary>Names of C2SP tlog-tiles below a log's prefix: <c>tile/LEVEL/N</c>, <c>tile/entries/N</c>, with <c>.p/WIDTH</c> behind a partial one.</summary>
public static class TilePath
{
    /// <summary>Hashes, or entries, in a full tile.</summary>
    public const int Width = 256;

    /// <summary>The checkpoint's name.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>A tile of hashes.</summary>
    /// <param name="level">0 to 63: 0 has leaf hashes, each further one the roots of full tiles below.</param>
    /// <param name="index">From 0, within the level.</param>
    /// <param name="width">1 to 256.</param>
    public static string Hashes(int level, long index, int width) => string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{Number(index)}{Suffix(width)}");

    /// <summary>A bundle of entries, beside the tile of level 0 with the same index.</summary>
    public static string Entries(long index, int width) => $"tile/entries/{Number(index)}{Suffix(width)}";

    private static string Suffix(int width) => width switch
    {
        Width => "",
        > 0 and < Width => string.Create(CultureInfo.InvariantCulture, $".p/{width}"),
        _ => throw new ArgumentOutOfRangeException(nameof(width)),
    };

    /// <summary>Groups of three digits, all but the last behind an x.</summary>
    private static string Number(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var text = string.Create(CultureInfo.InvariantCulture, $"{index % 1000:000}");
        for (index /= 1000; index > 0; index /= 1000)
            text = string.Create(CultureInfo.InvariantCulture, $"x{index % 1000:000}/{text}");
        return text;
    }
}
