using System.Buffers;

namespace Orchestrator.Rfb;

/// <summary>Encodes one tile of at most 64×64 wire words in the smallest of ZRLE's five ways (RFC 6143, 7.7.6).</summary>
internal sealed class ZrleTile(int compactBytes)
{
    public const int Side = 64;
    private const int RleFlag = 128;

    private readonly TilePalette palette = new();
    private int runs;
    private int singles;
    private int runLengthBytes;

    public void Write(IBufferWriter<byte> output, ReadOnlySpan<uint> words, int width)
    {
        Survey(words);
        if (palette.Count == 1)
        {
            Head(output, 1);
            PixelTranslator.Write(output, palette.Colours, compactBytes);
            return;
        }

        var height = words.Length / width;
        var raw = words.Length * compactBytes;
        var plainRle = (runs * compactBytes) + runLengthBytes;
        var colours = palette.HasOverflowed ? int.MaxValue : palette.Count * compactBytes;
        var paletteRle = palette.HasOverflowed ? int.MaxValue : colours + runs + runLengthBytes - singles;
        var packed = palette.HasOverflowed || palette.Count > 16 ? int.MaxValue : colours + (PackedRow(width) * height);

        var best = Math.Min(Math.Min(raw, plainRle), Math.Min(paletteRle, packed));
        if (best == packed)
            WritePacked(output, words, width);
        else if (best == paletteRle)
            WritePaletteRle(output, words);
        else if (best == plainRle)
            WritePlainRle(output, words);
        else
            WriteRaw(output, words);
    }

    private static void Head(IBufferWriter<byte> output, int subencoding)
    {
        output.GetSpan(1)[0] = (byte)subencoding;
        output.Advance(1);
    }

    private static int RunFrom(ReadOnlySpan<uint> words, int start)
    {
        var rest = words[start..];
        var end = rest.IndexOfAnyExcept(rest[0]);
        return end < 0 ? rest.Length : end;
    }

    private static void WriteRunLength(IBufferWriter<byte> output, int run)
    {
        var bytes = ((run - 1) / 255) + 1;
        var span = output.GetSpan(bytes);
        span[..(bytes - 1)].Fill(255);
        span[bytes - 1] = (byte)((run - 1) % 255);
        output.Advance(bytes);
    }

    private void Survey(ReadOnlySpan<uint> words)
    {
        palette.Clear();
        (runs, singles, runLengthBytes) = (0, 0, 0);
        for (var at = 0; at < words.Length;)
        {
            var run = RunFrom(words, at);
            palette.Add(words[at]);
            runs++;
            runLengthBytes += ((run - 1) / 255) + 1;
            if (run == 1)
                singles++;
            at += run;
        }
    }

    private int IndexBits => palette.Count switch { 2 => 1, <= 4 => 2, _ => 4 };

    private int PackedRow(int width) => ((width * IndexBits) + 7) / 8;

    private void WriteRaw(IBufferWriter<byte> output, ReadOnlySpan<uint> words)
    {
        Head(output, 0);
        PixelTranslator.Write(output, words, compactBytes);
    }

    private void WritePacked(IBufferWriter<byte> output, ReadOnlySpan<uint> words, int width)
    {
        Head(output, palette.Count);
        PixelTranslator.Write(output, palette.Colours, compactBytes);
        var (bits, rowBytes) = (IndexBits, PackedRow(width));
        for (var start = 0; start < words.Length; start += width)
        {
            var row = output.GetSpan(rowBytes)[..rowBytes];
            row.Clear();
            for (var x = 0; x < width; x++)
            {
                var bit = x * bits;
                row[bit >> 3] |= (byte)(palette.IndexOf(words[start + x]) << (8 - bits - (bit & 7)));
            }

            output.Advance(rowBytes);
        }
    }

    private void WritePlainRle(IBufferWriter<byte> output, ReadOnlySpan<uint> words)
    {
        Head(output, RleFlag);
        for (var at = 0; at < words.Length;)
        {
            var run = RunFrom(words, at);
            PixelTranslator.Write(output, words.Slice(at, 1), compactBytes);
            WriteRunLength(output, run);
            at += run;
        }
    }

    private void WritePaletteRle(IBufferWriter<byte> output, ReadOnlySpan<uint> words)
    {
        Head(output, RleFlag + palette.Count);
        PixelTranslator.Write(output, palette.Colours, compactBytes);
        for (var at = 0; at < words.Length;)
        {
            var run = RunFrom(words, at);
            var index = palette.IndexOf(words[at]);
            Head(output, run == 1 ? index : index | RleFlag);
            if (run > 1)
                WriteRunLength(output, run);
            at += run;
        }
    }
}
