using System.Buffers;
using System.Buffers.Binary;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Writes rectangles with their heads in a receiver's pixel format. One for each channel or viewer: the zlib stream lives in it.</summary>
internal sealed class RectangleEncoder(PixelFormat format) : IDisposable
{
    private readonly ZrleEncoder zrle = new();
    private PixelTranslator pixels = new(format);
    private uint[] row = [];

    public void SetFormat(PixelFormat next) => pixels = new PixelTranslator(next);

    public static void WriteHead(IBufferWriter<byte> output, PixelRect area, int encoding)
    {
        var head = output.GetSpan(12);
        WireArea.Write(head, area);
        BinaryPrimitives.WriteInt32BigEndian(head[8..], encoding);
        output.Advance(12);
    }

    public static void WriteCopy(IBufferWriter<byte> output, PixelRect to, int fromX, int fromY)
    {
        WriteHead(output, to, Encodings.CopyRect);
        var source = output.GetSpan(4);
        BinaryPrimitives.WriteUInt16BigEndian(source, checked((ushort)fromX));
        BinaryPrimitives.WriteUInt16BigEndian(source[2..], checked((ushort)fromY));
        output.Advance(4);
    }

    public void WritePixels(IBufferWriter<byte> output, Framebuffer picture, PixelRect area, ScreenEncodings allowed)
    {
        if (allowed.HasFlag(ScreenEncodings.Zrle))
        {
            WriteHead(output, area, Encodings.Zrle);
            zrle.Write(output, picture, area, pixels);
            return;
        }

        WriteHead(output, area, Encodings.Raw);
        for (var y = area.Y; y < area.Bottom; y++)
            WriteRow(output, picture.Row(y, area.X, area.Width));
    }

    /// <summary>Cursor: picture in the receiver's format, then one bit a pixel for where it is opaque.</summary>
    public void WriteCursor(IBufferWriter<byte> output, CursorPicture cursor)
    {
        WriteHead(output, new PixelRect(cursor.HotX, cursor.HotY, cursor.Width, cursor.Height), Encodings.Cursor);
        for (var y = 0; y < cursor.Height; y++)
            WriteRow(output, cursor.Pixels.AsSpan().Slice(y * cursor.Width, cursor.Width));
        output.Write(cursor.Mask.AsSpan());
    }

    public void Dispose() => zrle.Dispose();

    private void WriteRow(IBufferWriter<byte> output, ReadOnlySpan<uint> source)
    {
        if (row.Length < source.Length)
            row = new uint[source.Length];
        var words = row.AsSpan(0, source.Length);
        pixels.Translate(source, words);
        PixelTranslator.Write(output, words, pixels.Bytes);
    }
}
