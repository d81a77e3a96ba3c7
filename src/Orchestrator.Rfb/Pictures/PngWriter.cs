using System.Buffers.Binary;
using System.IO.Compression;

namespace Orchestrator.Rfb;

/// <summary>Writes a picture as PNG: 8 bits a colour, no alpha, one zlib stream.</summary>
public static class PngWriter
{
    private const byte TrueColour = 2;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes the whole file.</summary>
    public static void Write(Stream output, Framebuffer picture)
    {
        output.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = TrueColour;
        header[10..].Clear();
        WriteChunk(output, "IHDR"u8, header);
        WriteChunk(output, "IDAT"u8, Compress(picture));
        WriteChunk(output, "IEND"u8, []);
    }

    private static ReadOnlySpan<byte> Compress(Framebuffer picture)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[1 + (picture.Width * 3)]; // starts with filter type 0
            for (var y = 0; y < picture.Height; y++)
            {
                var row = picture.Row(y, 0, picture.Width);
                for (var x = 0; x < row.Length; x++)
                {
                    line[1 + (x * 3)] = (byte)(row[x] >> 16);
                    line[2 + (x * 3)] = (byte)(row[x] >> 8);
                    line[3 + (x * 3)] = (byte)row[x];
                }

                zlib.Write(line);
            }
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        output.Write(number);
        output.Write(type);
        output.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32.Add(Crc32.Add(uint.MaxValue, type), content));
        output.Write(number);
    }
}
