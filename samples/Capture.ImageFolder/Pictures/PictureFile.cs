namespace Orchestrator.Plugins.Capture.ImageFolder.Pictures;

/// <summary>
/// Reads a picture from a file. Two formats of plain pixels, by readers of a page each: a library that knows more of them brings more code than all the rest
/// of this plugin, or native files, and every viewer and paint program writes one of the two.
/// </summary>
internal static class PictureFile
{
    // The largest picture with its head.
    private const long LongestFile = (4L * Picture.MostPixels) + 4096;

    /// <summary>True when the name's ending says that it is a picture.</summary>
    public static bool IsOne(string path) => Path.GetExtension(path).ToUpperInvariant() is ".BMP" or ".PPM";

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It isn't such a picture; the sentence names the file and says why.</exception>
    public static Picture Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LongestFile)
                throw new FormatException("it is too long");
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan().StartsWith("BM"u8) ? BitmapReader.Read(bytes) : PixmapReader.Read(bytes);
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The picture {path} can't be shown: {(problem is FormatException ? problem.Message : "it can't be read")}. Save it again as BMP (24 or 32 bits, uncompressed) or PPM (P6).", problem);
        }
    }
}
