using System.Collections.Immutable;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>The pointer's picture, immutable.</summary>
/// <param name="Width">Pixels; 0 when hidden.</param>
/// <param name="Height">Pixels; 0 when hidden.</param>
/// <param name="HotX">Column of the point that clicks.</param>
/// <param name="HotY">Row of the point that clicks.</param>
/// <param name="Pixels">0x00RRGGBB, rows without gaps; 0 where it is transparent.</param>
/// <param name="Mask">One bit a pixel, most significant first, rows of whole bytes: 1 where it is opaque.</param>
public sealed record CursorPicture(int Width, int Height, int HotX, int HotY, ImmutableArray<uint> Pixels, ImmutableArray<byte> Mask)
{
    private const int OpaqueFrom = 128;

    /// <summary>No pointer.</summary>
    public static CursorPicture Hidden { get; } = new(0, 0, 0, 0, [], []);

    /// <summary>Bytes of one row of the mask.</summary>
    public static int MaskStride(int width) => (width + 7) / 8;

    /// <summary>Makes one of what a capture plugin wrote: BGRA, premultiplied. RFB's cursor has no half-transparent pixels, so alpha is cut at one half.</summary>
    /// <returns>Null when the plugin's numbers don't fit together.</returns>
    public static CursorPicture? FromCapture(CursorResult shape, ReadOnlySpan<byte> bgra)
    {
        var (width, height) = (shape.Width, shape.Height);
        if (width == 0 || height == 0)
            return Hidden;
        if (width is < 0 or > RfbLimits.MaxCursorSide || height is < 0 or > RfbLimits.MaxCursorSide
            || bgra.Length < width * height * 4 || shape.HotX < 0 || shape.HotX >= width || shape.HotY < 0 || shape.HotY >= height)
            return null;
        var pixels = new uint[width * height];
        var mask = new byte[MaskStride(width) * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var alpha = bgra[(i * 4) + 3];
            if (alpha < OpaqueFrom)
                continue;
            pixels[i] = Straight(bgra[i * 4], alpha) | (Straight(bgra[(i * 4) + 1], alpha) << 8) | (Straight(bgra[(i * 4) + 2], alpha) << 16);
            mask[(i / width * MaskStride(width)) + (i % width / 8)] |= (byte)(0x80 >> (i % width % 8));
        }

        return new CursorPicture(width, height, shape.HotX, shape.HotY, [.. pixels], [.. mask]);
    }

    /// <summary>True when both show the same.</summary>
    public bool Equals(CursorPicture? other) => other is not null
        && (Width, Height, HotX, HotY) == (other.Width, other.Height, other.HotX, other.HotY)
        && Pixels.AsSpan().SequenceEqual(other.Pixels.AsSpan())
        && Mask.AsSpan().SequenceEqual(other.Mask.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Width, Height, HotX, HotY, Pixels.Length);

    private static uint Straight(byte premultiplied, byte alpha) => (uint)Math.Min(255, ((premultiplied * 255) + (alpha / 2)) / alpha);
}
