using System.Buffers;
using System.Buffers.Binary;

namespace Orchestrator.Rfb;

/// <summary>
/// Turns BGRX into the receiver's format. A translated pixel is a "wire word": its lowest bytes, taken little-endian, are the bytes on the wire,
/// whatever byte order the receiver has; so the encoders know only little-endian words.
/// </summary>
internal sealed class PixelTranslator
{
    private readonly PixelFormat format;
    private readonly uint[] red;
    private readonly uint[] green;
    private readonly uint[] blue;
    private readonly bool isBgrx;
    private readonly int compactShift;

    public PixelTranslator(PixelFormat format)
    {
        this.format = format;
        isBgrx = format == PixelFormat.Bgrx;
        red = Table(format.Red);
        green = Table(format.Green);
        blue = Table(format.Blue);
        (CompactBytes, compactShift) = Compact(format);
    }

    public int Bytes => format.BytesPerPixel;

    /// <summary>Bytes of a pixel inside ZRLE (CPIXEL): 3 when 32-bit pixels have an unused byte at one end.</summary>
    public int CompactBytes { get; }

    /// <summary>Words whose lowest <see cref="Bytes"/> bytes are the pixel.</summary>
    public void Translate(ReadOnlySpan<uint> pixels, Span<uint> words)
    {
        if (isBgrx)
        {
            for (var i = 0; i < pixels.Length; i++)
                words[i] = pixels[i] & 0xFFFFFF;
            return;
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            var pixel = pixels[i];
            words[i] = Order(red[(pixel >> 16) & 0xFF] | green[(pixel >> 8) & 0xFF] | blue[pixel & 0xFF]);
        }
    }

    /// <summary>Words whose lowest <see cref="CompactBytes"/> bytes are the CPIXEL.</summary>
    public void TranslateCompact(ReadOnlySpan<uint> pixels, Span<uint> words)
    {
        Translate(pixels, words);
        if (compactShift == 0)
            return;
        for (var i = 0; i < pixels.Length; i++)
            words[i] >>= compactShift;
    }

    /// <summary>Writes the lowest bytes of each word.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<uint> words, int bytes)
    {
        var span = output.GetSpan((words.Length * bytes) + 4);
        var at = 0;
        foreach (var word in words)
        {
            // Four bytes are written and the next pixel overwrites what was too much: no branch on the size.
            BinaryPrimitives.WriteUInt32LittleEndian(span[at..], word);
            at += bytes;
        }

        output.Advance(at);
    }

    private static uint[] Table(ColourField field)
    {
        var table = new uint[256];
        for (var level = 0; level < table.Length; level++)
            table[level] = (uint)(((level * field.Max) + 127) / 255) << field.Shift;
        return table;
    }

    private static (int Bytes, int Shift) Compact(PixelFormat format)
    {
        if (format.BitsPerPixel != 32 || !format.TrueColour || format.Depth > 24)
            return (format.BytesPerPixel, 0);
        var used = format.Red.Mask | format.Green.Mask | format.Blue.Mask;
        var low = (used & 0xFF000000) == 0;
        var high = (used & 0x000000FF) == 0;
        if (!low && !high)
            return (4, 0);
        // In memory the low bytes come first in little-endian and last in big-endian; low wins where both hold.
        return (3, low == format.BigEndian ? 8 : 0);
    }

    private uint Order(uint value) => !format.BigEndian ? value : format.BitsPerPixel switch
    {
        32 => BinaryPrimitives.ReverseEndianness(value),
        16 => BinaryPrimitives.ReverseEndianness((ushort)value),
        _ => value,
    };
}
