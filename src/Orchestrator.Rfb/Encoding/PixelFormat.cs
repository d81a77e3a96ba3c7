using System.Buffers.Binary;

namespace Orchestrator.Rfb;

/// <summary>How a receiver wants its pixels (RFC 6143, 7.4). Between our ends it is always <see cref="Bgrx"/>.</summary>
/// <param name="BitsPerPixel">8, 16 or 32.</param>
/// <param name="Depth">Bits that count.</param>
/// <param name="BigEndian">Byte order of 16 and 32 bits.</param>
/// <param name="TrueColour">False: a colour map, which we set to 3 bits red, 3 green, 2 blue.</param>
/// <param name="Red">Place of red.</param>
/// <param name="Green">Place of green.</param>
/// <param name="Blue">Place of blue.</param>
public sealed record PixelFormat(
    int BitsPerPixel, int Depth, bool BigEndian, bool TrueColour, ColourField Red, ColourField Green, ColourField Blue)
{
    /// <summary>Bytes of a format on the wire.</summary>
    public const int WireLength = 16;

    /// <summary>32 bits, little-endian, blue in the lowest byte.</summary>
    public static PixelFormat Bgrx { get; } = new(32, 24, false, true, new(255, 16), new(255, 8), new(255, 0));

    /// <summary>What a viewer with a colour map gets: the pixel is an index into <see cref="ColourMap"/>.</summary>
    public static PixelFormat Mapped(PixelFormat asked) =>
        asked with { Red = new(7, 0), Green = new(7, 3), Blue = new(3, 6) };

    /// <summary>Bytes of one pixel.</summary>
    public int BytesPerPixel => BitsPerPixel / 8;

    /// <summary>Reads 16 bytes; padding is ignored as RFC 6143 says.</summary>
    /// <exception cref="RfbException"><see cref="RfbFault.BadPixelFormat"/></exception>
    public static PixelFormat Read(ReadOnlySpan<byte> wire)
    {
        var format = new PixelFormat(
            wire[0], wire[1], wire[2] != 0, wire[3] != 0,
            new(BinaryPrimitives.ReadUInt16BigEndian(wire[4..]), wire[10]),
            new(BinaryPrimitives.ReadUInt16BigEndian(wire[6..]), wire[11]),
            new(BinaryPrimitives.ReadUInt16BigEndian(wire[8..]), wire[12]));
        if (format.BitsPerPixel is not (8 or 16 or 32))
            throw new RfbException(RfbFault.BadPixelFormat, $"{format.BitsPerPixel} bits a pixel");
        if (!format.TrueColour)
            return format.BitsPerPixel == 8 ? Mapped(format) : throw new RfbException(RfbFault.BadPixelFormat, "a colour map of more than 8 bits");
        if (!format.Red.Fits(format.BitsPerPixel) || !format.Green.Fits(format.BitsPerPixel) || !format.Blue.Fits(format.BitsPerPixel))
            throw new RfbException(RfbFault.BadPixelFormat, "a colour leaves the pixel");
        return format;
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> wire)
    {
        wire[..WireLength].Clear();
        wire[0] = (byte)BitsPerPixel;
        wire[1] = (byte)Depth;
        wire[2] = BigEndian ? (byte)1 : (byte)0;
        wire[3] = TrueColour ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16BigEndian(wire[4..], (ushort)Red.Max);
        BinaryPrimitives.WriteUInt16BigEndian(wire[6..], (ushort)Green.Max);
        BinaryPrimitives.WriteUInt16BigEndian(wire[8..], (ushort)Blue.Max);
        wire[10] = (byte)Red.Shift;
        wire[11] = (byte)Green.Shift;
        wire[12] = (byte)Blue.Shift;
    }
}

/// <summary>Place of one colour in a pixel value.</summary>
/// <param name="Max">Largest value.</param>
/// <param name="Shift">Bits to the left.</param>
public readonly record struct ColourField(int Max, int Shift)
{
    internal uint Mask => (uint)((ulong)Max << Shift);

    internal bool Fits(int bits) => Shift < bits && ((ulong)Max << Shift) < (1UL << bits);
}
