using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>The one pointer picture of simulated screens: a black arrow with a white edge, its tip at 0, 0.</summary>
internal static class Arrow
{
    public const int Height = 16;

    /// <summary>Premultiplied BGRA, rows without gaps.</summary>
    public static readonly byte[] Bgra = Paint();

    private const string Shape =
        "#...........\n" +
        "##..........\n" +
        "#o#.........\n" +
        "#oo#........\n" +
        "#ooo#.......\n" +
        "#oooo#......\n" +
        "#ooooo#.....\n" +
        "#oooooo#....\n" +
        "#ooooooo#...\n" +
        "#oooooooo#..\n" +
        "#ooooooooo#.\n" +
        "#oooooo#####\n" +
        "#ooo#oo#....\n" +
        "#oo#.#oo#...\n" +
        "#o#..#oo#...\n" +
        "##....###...\n";

    public const int Width = 12;

    /// <summary>Draws the arrow into a BGRX frame, cut at the edges.</summary>
    public static void Draw(Span<byte> frame, int stride, ScreenLayout layout, int x, int y)
    {
        for (var row = 0; row < Height && y + row < layout.Height; row++)
        {
            for (var column = 0; column < Width && x + column < layout.Width; column++)
            {
                var pixel = Bgra.AsSpan(((row * Width) + column) * 4, 4);
                if (pixel[3] == 0)
                    continue;
                pixel[..3].CopyTo(frame[(((y + row) * stride) + ((x + column) * 4))..]);
            }
        }
    }

    private static byte[] Paint()
    {
        var picture = new byte[Width * Height * 4];
        var at = 0;
        foreach (var dot in Shape)
        {
            if (dot == '\n')
                continue;
            if (dot != '.')
                picture.AsSpan(at, 3).Fill(dot == '#' ? (byte)255 : (byte)0);
            picture[at + 3] = dot == '.' ? (byte)0 : (byte)255;
            at += 4;
        }

        return picture;
    }
}
