namespace Orchestrator.Plugins.Capture.ImageFolder.Pictures;

/// <summary>PPM: the binary form (P6) with 8 bits a channel.</summary>
internal static class PixmapReader
{
    private const int LongestNumber = 5;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FormatException">With the reason.</exception>
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith("P6"u8))
            throw new FormatException("it is neither BMP nor PPM (P6)");
        var at = 2;
        var (width, height, most) = (Number(file, ref at), Number(file, ref at), Number(file, ref at));
        if (most != byte.MaxValue)
            throw new FormatException("its largest value isn't 255");
        var picture = Picture.Blank(width, height);
        at++;
        if (file.Length - at < picture.Width * picture.Height * 3)
            throw new FormatException("its pixels aren't all there");
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++, at += 3)
                picture.Set(x, y, file[at + 2], file[at + 1], file[at]);
        }

        return picture;
    }

    // Numbers stand between white space and comments, which go to the end of their line.
    private static int Number(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length && (char.IsWhiteSpace((char)file[at]) || file[at] == '#'))
        {
            var isComment = file[at] == '#';
            at++;
            while (isComment && at < file.Length && file[at] != '\n')
                at++;
        }

        var digits = file[at..];
        digits = digits[..Math.Max(0, digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9'))];
        at += digits.Length;
        return digits.Length is > 0 and <= LongestNumber ? int.Parse(digits) : throw new FormatException("its head isn't three numbers");
    }
}
