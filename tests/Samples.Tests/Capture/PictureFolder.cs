using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Samples.Tests.Capture;

/// <summary>A folder with pictures that a test drew; each is written in a format's own words, not by the code under test.</summary>
internal sealed class PictureFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pictures-");

    public string Path => _folder.FullName;

    /// <summary>Settings that lead here.</summary>
    public byte[] Settings(int milliseconds = 1000) =>
        Encoding.UTF8.GetBytes($$"""{"folder": {{System.Text.Json.JsonSerializer.Serialize(Path)}}, "milliseconds": {{milliseconds}}}""");

    /// <summary>A picture of noise, BGRX without gaps, that follows from a seed.</summary>
    public static byte[] Noise(int width, int height, int seed)
    {
        var pixels = new byte[width * height * 4];
        new Random(seed).NextBytes(pixels);
        for (var at = 3; at < pixels.Length; at += 4)
            pixels[at] = 0;
        return pixels;
    }

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    /// <summary>As PPM: red, green, blue, from the top.</summary>
    public static byte[] Ppm(int width, int height, byte[] bgrx, string head = "P6\n# drawn by a test\n{0} {1}\n255\n")
    {
        var text = Encoding.ASCII.GetBytes(head.Replace("{0}", $"{width}", StringComparison.Ordinal).Replace("{1}", $"{height}", StringComparison.Ordinal));
        return [.. text, .. bgrx.Chunk(4).SelectMany(pixel => new[] { pixel[2], pixel[1], pixel[0] })];
    }

    /// <summary>As BMP: blue, green, red, from the bottom unless told otherwise, rows filled up to four bytes.</summary>
    public static byte[] Bmp(int width, int height, byte[] bgrx, int bits = 24, bool fromTop = false)
    {
        var row = ((width * bits / 8) + 3) & ~3;
        var file = new byte[54 + (row * height)];
        "BM"u8.CopyTo(file);
        Put(2, file.Length);
        Put(10, 54);
        Put(14, 40);
        Put(18, width);
        Put(22, fromTop ? -height : height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)bits);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bgrx.AsSpan(((y * width) + x) * 4, 3).CopyTo(file.AsSpan(54 + (row * (fromTop ? y : height - 1 - y)) + (x * bits / 8)));
        }

        return file;

        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
