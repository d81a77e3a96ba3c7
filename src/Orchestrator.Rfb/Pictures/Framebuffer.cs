using System.Runtime.InteropServices;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>A picture in memory: BGRX, 32 bits a pixel, rows without gaps, the X byte 0. Not thread-safe.</summary>
public sealed class Framebuffer
{
    private readonly byte[] bytes;

    /// <summary>A black picture.</summary>
    /// <param name="width">Pixels, 1 or more.</param>
    /// <param name="height">Pixels, 1 or more.</param>
    public Framebuffer(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if ((long)width * height > RfbLimits.MaxScreenPixels)
            throw new ArgumentException($"A screen of {width}×{height} is larger than this program shows.", nameof(width));
        Width = width;
        Height = height;
        bytes = new byte[width * height * 4];
    }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Width * 4;

    /// <summary>The whole of it.</summary>
    public PixelRect Area => new(0, 0, Width, Height);

    /// <summary>All bytes.</summary>
    public Memory<byte> Memory => bytes;

    /// <summary>All pixels, as 0x00RRGGBB.</summary>
    public Span<uint> Pixels => MemoryMarshal.Cast<byte, uint>(bytes.AsSpan());

    /// <summary>Part of a row.</summary>
    public Span<uint> Row(int y, int x, int width) => Pixels.Slice((y * Width) + x, width);

    /// <summary>Copies an area from the same place of another picture.</summary>
    public void CopyFrom(Framebuffer source, PixelRect area)
    {
        for (var y = area.Y; y < area.Bottom; y++)
            source.Row(y, area.X, area.Width).CopyTo(Row(y, area.X, area.Width));
    }

    /// <summary>Moves an area within this picture; source and target may overlap.</summary>
    public void Move(int fromX, int fromY, PixelRect to)
    {
        // Rows are taken in the order that doesn't overwrite what is still to be read; a span copy handles overlap within a row.
        var down = to.Y > fromY;
        for (var i = 0; i < to.Height; i++)
        {
            var row = down ? to.Height - 1 - i : i;
            Row(fromY + row, fromX, to.Width).CopyTo(Row(to.Y + row, to.X, to.Width));
        }
    }

    /// <summary>Fills an area with one pixel value, 0x00RRGGBB.</summary>
    public void Fill(PixelRect area, uint pixel)
    {
        for (var y = area.Y; y < area.Bottom; y++)
            Row(y, area.X, area.Width).Fill(pixel);
    }

    /// <summary>True when both have the same size and pixels.</summary>
    public bool HasSamePixels(Framebuffer other) =>
        Width == other.Width && Height == other.Height && bytes.AsSpan().SequenceEqual(other.bytes);
}
