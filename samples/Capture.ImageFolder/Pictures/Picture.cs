namespace Orchestrator.Plugins.Capture.ImageFolder.Pictures;

/// <summary>A decoded picture.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Pixels">BGRX, rows from the top without gaps, the X byte 0.</param>
internal sealed record Picture(int Width, int Height, byte[] Pixels)
{
    /// <summary>Longest side: what a screen of several monitors may have.</summary>
    public const int LongestSide = 8192;

    /// <summary>Most pixels: two such pictures and a file fit into the memory that the manifest asks for.</summary>
    public const int MostPixels = 4096 * 4096;

    /// <summary>A black picture to draw into.</summary>
    /// <exception cref="FormatException">Nobody has such a screen.</exception>
    public static Picture Blank(long width, long height) =>
        width is > 0 and <= LongestSide && height is > 0 and <= LongestSide && width * height <= MostPixels
            ? new Picture((int)width, (int)height, new byte[width * height * 4])
            : throw new FormatException($"its sides must have 1 to {LongestSide} pixels, and it at most {MostPixels}");

    /// <summary>Sets one pixel.</summary>
    public void Set(int x, int y, byte blue, byte green, byte red)
    {
        var at = ((y * Width) + x) * 4;
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = (blue, green, red);
    }

    /// <summary>Copies it into a host's frame.</summary>
    public void CopyTo(Span<byte> frame, int stride)
    {
        for (var y = 0; y < Height; y++)
            Pixels.AsSpan(y * Width * 4, Width * 4).CopyTo(frame[(y * stride)..]);
    }
}
