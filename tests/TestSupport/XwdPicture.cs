using System.Buffers.Binary;

namespace Orchestrator.TestSupport;

/// <summary>A window dump of <c>xwd</c> as BGRX, 32 bits a pixel, rows without gaps, the X byte 0.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bgrx">4 × Width × Height bytes.</param>
public sealed record XwdPicture(int Width, int Height, byte[] Bgrx)
{
    private const int HeaderFields = 25;

    /// <summary>Parses a dump of a 24- or 32-bit window in ZPixmap format, least significant byte first.</summary>
    public static XwdPicture Parse(ReadOnlySpan<byte> dump)
    {
        var header = new int[HeaderFields];
        for (var field = 0; field < HeaderFields; field++)
            header[field] = BinaryPrimitives.ReadInt32BigEndian(dump[(field * 4)..]);
        var (headerSize, version, format) = (header[0], header[1], header[2]);
        var (width, height, byteOrder, bitsPerPixel, stride, colours) = (header[4], header[5], header[7], header[11], header[12], header[19]);
        if (version != 7 || format != 2 || byteOrder != 0 || bitsPerPixel != 32)
            throw new FormatException($"xwd version {version}, format {format}, byte order {byteOrder}, {bitsPerPixel} bits a pixel isn't read here.");

        var pixels = dump[(headerSize + (colours * 12))..];
        var bgrx = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
            pixels.Slice(y * stride, width * 4).CopyTo(bgrx.AsSpan(y * width * 4));
        for (var x = 3; x < bgrx.Length; x += 4)
            bgrx[x] = 0;
        return new XwdPicture(width, height, bgrx);
    }

    /// <summary>Pixels that differ from another picture of the same size.</summary>
    /// <param name="bgrx">BGRX, rows without gaps; the X byte counts.</param>
    public int CountDifferences(ReadOnlySpan<byte> bgrx)
    {
        if (bgrx.Length != Bgrx.Length)
            return Width * Height;
        var differences = 0;
        for (var pixel = 0; pixel < bgrx.Length; pixel += 4)
        {
            if (!bgrx.Slice(pixel, 4).SequenceEqual(Bgrx.AsSpan(pixel, 4)))
                differences++;
        }

        return differences;
    }
}
