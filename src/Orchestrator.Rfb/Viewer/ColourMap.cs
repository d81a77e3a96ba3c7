using System.Buffers;
using System.Buffers.Binary;

namespace Orchestrator.Rfb;

/// <summary>The colours of a viewer that shows 256 of them: what each pixel value of <see cref="PixelFormat.Mapped"/> means.</summary>
internal static class ColourMap
{
    private const int Colours = 256;

    /// <summary>SetColourMapEntries (RFC 6143, 7.6.2) for all values.</summary>
    public static void Write(IBufferWriter<byte> output, PixelFormat format)
    {
        var message = output.GetSpan(6 + (Colours * 6));
        message[..6].Clear();
        message[0] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], Colours);
        for (var value = 0; value < Colours; value++)
        {
            var entry = message[(6 + (value * 6))..];
            BinaryPrimitives.WriteUInt16BigEndian(entry, Level(value, format.Red));
            BinaryPrimitives.WriteUInt16BigEndian(entry[2..], Level(value, format.Green));
            BinaryPrimitives.WriteUInt16BigEndian(entry[4..], Level(value, format.Blue));
        }

        output.Advance(6 + (Colours * 6));
    }

    private static ushort Level(int value, ColourField field) => (ushort)(((value >> field.Shift) & field.Max) * ushort.MaxValue / field.Max);
}
