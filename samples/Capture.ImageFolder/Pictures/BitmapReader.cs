using System.Buffers.Binary;

namespace Orchestrator.Plugins.Capture.ImageFolder.Pictures;

/// <summary>BMP: 24 or 32 bits a pixel, uncompressed, rows from the bottom or from the top.</summary>
internal static class BitmapReader
{
    private const int FileHead = 14;
    private const int SmallestInfoHead = 40;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FormatException">With the reason.</exception>
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHead + SmallestInfoHead || Number(file, FileHead) < SmallestInfoHead)
            throw new FormatException("its head is too short");
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]);
        if (bits is not (24 or 32) || Number(file, 30) != 0)
            throw new FormatException("it isn't of 24 or 32 bits, or it is compressed");
        var height = (long)Number(file, 22);
        var picture = Picture.Blank(Number(file, 18), Math.Abs(height));
        var row = ((picture.Width * bits / 8) + 3) & ~3;
        var first = Number(file, 10);
        if (first < FileHead + SmallestInfoHead || first + ((long)row * picture.Height) > file.Length)
            throw new FormatException("its pixels aren't all there");
        for (var y = 0; y < picture.Height; y++)
            Decode(file.Slice(first + (row * (height > 0 ? picture.Height - 1 - y : y)), row), bits / 8, picture, y);
        return picture;
    }

    private static void Decode(ReadOnlySpan<byte> row, int step, Picture picture, int y)
    {
        for (var x = 0; x < picture.Width; x++)
        {
            var pixel = row[(x * step)..];
            picture.Set(x, y, pixel[0], pixel[1], pixel[2]);
        }
    }

    private static int Number(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file[at..]);
}
