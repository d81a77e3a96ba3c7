using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

/// <summary>Seeded pictures and changes that look like a screen: fills, stripes, text-like dots, gradients, noise, moves.</summary>
internal sealed class Painter(int seed)
{
    private readonly Random random = new(seed);

    public int Next(int limit) => random.Next(limit);

    public Framebuffer Picture(int width, int height)
    {
        var picture = new Framebuffer(width, height);
        for (var i = 0; i < 12; i++)
            Change(picture);
        return picture;
    }

    /// <summary>Changes something; returns where.</summary>
    public PixelRect Change(Framebuffer picture)
    {
        var area = Area(picture);
        switch (random.Next(7))
        {
            case 0:
                picture.Fill(area, Colour());
                break;
            case 1:
                Each(picture, area, (_, y) => (uint)(y % 7) * 0x0A1B2C);
                break;
            case 2:
                var (ink, paper) = (Colour(), Colour());
                Each(picture, area, (_, _) => random.Next(4) == 0 ? ink : paper);
                break;
            case 3:
                Each(picture, area, (x, y) => (uint)((x & 0xFF) << 16 | (y & 0xFF) << 8 | ((x + y) & 0xFF)));
                break;
            case 4:
                Each(picture, area, (_, _) => Colour());
                break;
            case 5:
                var colours = Enumerable.Range(0, 3 + random.Next(40)).Select(_ => Colour()).ToArray();
                Each(picture, area, (x, _) => colours[(x / 3) % colours.Length]);
                break;
            default:
                var x = random.Next(picture.Width - area.Width + 1);
                var y = random.Next(picture.Height - area.Height + 1);
                picture.Move(x, y, area);
                break;
        }

        return area;
    }

    private uint Colour() => (uint)random.Next(0x1000000);

    private PixelRect Area(Framebuffer picture)
    {
        var width = 1 + random.Next(picture.Width);
        var height = 1 + random.Next(picture.Height);
        return new PixelRect(random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1), width, height);
    }

    private static void Each(Framebuffer picture, PixelRect area, Func<int, int, uint> pixel)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = picture.Row(y, area.X, area.Width);
            for (var x = 0; x < area.Width; x++)
                row[x] = pixel(x, y);
        }
    }
}
