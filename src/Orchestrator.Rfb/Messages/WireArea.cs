using System.Buffers.Binary;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>A rectangle as four big-endian 16-bit numbers: x, y, width, height.</summary>
internal static class WireArea
{
    public const int Length = 8;

    public static PixelRect Read(ReadOnlySpan<byte> span) => new(
        BinaryPrimitives.ReadUInt16BigEndian(span),
        BinaryPrimitives.ReadUInt16BigEndian(span[2..]),
        BinaryPrimitives.ReadUInt16BigEndian(span[4..]),
        BinaryPrimitives.ReadUInt16BigEndian(span[6..]));

    public static void Write(Span<byte> span, PixelRect area)
    {
        BinaryPrimitives.WriteUInt16BigEndian(span, checked((ushort)area.X));
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], checked((ushort)area.Y));
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], checked((ushort)area.Width));
        BinaryPrimitives.WriteUInt16BigEndian(span[6..], checked((ushort)area.Height));
    }
}
