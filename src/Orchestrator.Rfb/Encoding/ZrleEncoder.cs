using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>ZRLE: tiles through one zlib stream that lives as long as this object, flushed after each rectangle.</summary>
internal sealed class ZrleEncoder : IDisposable
{
    private readonly MemoryStream compressed = new();
    private readonly ZLibStream zlib;
    private readonly ArrayBufferWriter<byte> plain = new(64 * 1024);
    private readonly uint[] tile = new uint[ZrleTile.Side * ZrleTile.Side];

    public ZrleEncoder() => zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>Writes length and data of one rectangle (not its head).</summary>
    public void Write(IBufferWriter<byte> output, Framebuffer picture, PixelRect area, PixelTranslator pixels)
    {
        var tiles = new ZrleTile(pixels.CompactBytes);
        plain.ResetWrittenCount();
        for (var y = area.Y; y < area.Bottom; y += ZrleTile.Side)
        {
            for (var x = area.X; x < area.Right; x += ZrleTile.Side)
                WriteTile(tiles, picture, new PixelRect(x, y, ZrleTile.Side, ZrleTile.Side).Intersect(area), pixels);
        }

        compressed.SetLength(0);
        zlib.Write(plain.WrittenSpan);
        zlib.Flush();
        var length = (int)compressed.Length;
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), length);
        output.Advance(4);
        output.Write(compressed.GetBuffer().AsSpan(0, length));
    }

    public void Dispose()
    {
        zlib.Dispose();
        compressed.Dispose();
    }

    private void WriteTile(ZrleTile tiles, Framebuffer picture, PixelRect area, PixelTranslator pixels)
    {
        var words = tile.AsSpan(0, area.Width * area.Height);
        for (var row = 0; row < area.Height; row++)
            pixels.TranslateCompact(picture.Row(area.Y + row, area.X, area.Width), words.Slice(row * area.Width, area.Width));
        tiles.Write(plain, words, area.Width);
    }
}
