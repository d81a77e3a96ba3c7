using System.Buffers;
using System.Buffers.Binary;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Unpacks ZRLE rectangles into a picture. Strict: a run over the tile's end, an index outside its palette, an unused subencoding end it.</summary>
/// <param name="compactBytes">Bytes of a CPIXEL: 3 between our ends.</param>
internal sealed class ZrleDecoder(int compactBytes) : IDisposable
{
    private const int FirstRle = 128;
    private const int MaxPacked = 16;

    private readonly Inflater inflater = new();
    private readonly uint[] tile = new uint[ZrleTile.Side * ZrleTile.Side];
    private readonly uint[] palette = new uint[TilePalette.MaxColours];
    private readonly byte[] bytes = new byte[ZrleTile.Side * ZrleTile.Side * 4];

    public void Decode(ReadOnlySequence<byte> compressed, Framebuffer target, PixelRect area)
    {
        inflater.Feed(compressed);
        for (var y = area.Y; y < area.Bottom; y += ZrleTile.Side)
        {
            for (var x = area.X; x < area.Right; x += ZrleTile.Side)
            {
                var place = new PixelRect(x, y, ZrleTile.Side, ZrleTile.Side).Intersect(area);
                var words = tile.AsSpan(0, place.Width * place.Height);
                DecodeTile(words, place.Width);
                for (var row = 0; row < place.Height; row++)
                    words.Slice(row * place.Width, place.Width).CopyTo(target.Row(place.Y + row, place.X, place.Width));
            }
        }

        inflater.RequireEnd();
    }

    public void Dispose() => inflater.Dispose();

    private void DecodeTile(Span<uint> words, int width)
    {
        var subencoding = inflater.ReadByte();
        switch (subencoding)
        {
            case 0:
                ReadPixels(words);
                break;
            case 1:
                words.Fill(ReadPixel());
                break;
            case <= MaxPacked:
                ReadPixels(palette.AsSpan(0, subencoding));
                DecodePacked(words, width, subencoding);
                break;
            case FirstRle:
                DecodeRuns(words);
                break;
            case >= FirstRle + 2:
                ReadPixels(palette.AsSpan(0, subencoding - FirstRle));
                DecodePaletteRuns(words, subencoding - FirstRle);
                break;
            default:
                throw new RfbException(RfbFault.UnknownEncoding, $"ZRLE subencoding {subencoding}");
        }
    }

    private void DecodePacked(Span<uint> words, int width, int colours)
    {
        var bits = colours switch { 2 => 1, <= 4 => 2, _ => 4 };
        var row = bytes.AsSpan(0, ((width * bits) + 7) / 8);
        for (var start = 0; start < words.Length; start += width)
        {
            inflater.ReadExactly(row);
            for (var x = 0; x < width; x++)
            {
                var bit = x * bits;
                words[start + x] = Colour((row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1), colours);
            }
        }
    }

    private void DecodeRuns(Span<uint> words)
    {
        while (!words.IsEmpty)
        {
            var pixel = ReadPixel();
            words = FillRun(words, pixel, ReadRunLength(words.Length));
        }
    }

    private void DecodePaletteRuns(Span<uint> words, int colours)
    {
        while (!words.IsEmpty)
        {
            var code = inflater.ReadByte();
            var pixel = Colour(code & (FirstRle - 1), colours);
            words = FillRun(words, pixel, code < FirstRle ? 1 : ReadRunLength(words.Length));
        }
    }

    private static Span<uint> FillRun(Span<uint> words, uint pixel, int run)
    {
        words[..run].Fill(pixel);
        return words[run..];
    }

    private int ReadRunLength(int room)
    {
        var run = 1;
        byte part;
        do
        {
            part = inflater.ReadByte();
            run += part;
            if (run > room)
                throw new RfbException(RfbFault.AreaOutOfRange, "a run leaves its tile");
        }
        while (part == 255);
        return run;
    }

    private uint Colour(int index, int colours) => index < colours
        ? palette[index]
        : throw new RfbException(RfbFault.AreaOutOfRange, $"colour {index} of {colours}");

    private uint ReadPixel()
    {
        Span<uint> one = stackalloc uint[1];
        ReadPixels(one);
        return one[0];
    }

    private void ReadPixels(Span<uint> words)
    {
        var source = bytes.AsSpan(0, words.Length * compactBytes);
        inflater.ReadExactly(source);
        for (var i = 0; i < words.Length; i++)
        {
            var at = source.Slice(i * compactBytes, compactBytes);
            words[i] = compactBytes switch
            {
                1 => at[0],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                3 => at[0] | ((uint)at[1] << 8) | ((uint)at[2] << 16),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(at),
            };
        }
    }
}
