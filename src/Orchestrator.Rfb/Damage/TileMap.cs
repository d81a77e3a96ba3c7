using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Which 64×64 tiles of two pictures differ. The compare is one vectorised equality for each row of a tile.</summary>
internal sealed class TileMap
{
    public const int Side = 64;

    private readonly int width;
    private readonly int height;
    private readonly int columns;
    private readonly int rows;
    private readonly bool[] dirty;

    public TileMap(int width, int height)
    {
        (this.width, this.height) = (width, height);
        columns = (width + Side - 1) / Side;
        rows = (height + Side - 1) / Side;
        dirty = new bool[columns * rows];
    }

    public void Clear() => Array.Clear(dirty);

    /// <summary>Compares each tile that an area touches.</summary>
    public void Compare(Framebuffer one, Framebuffer other, PixelRect area)
    {
        if (area.IsEmpty)
            return;
        for (var row = area.Y / Side; row <= (area.Bottom - 1) / Side; row++)
        {
            for (var column = area.X / Side; column <= (area.Right - 1) / Side; column++)
                dirty[(row * columns) + column] = Differ(one, other, Tile(column, row));
        }
    }

    /// <summary>Dirty tiles as few rectangles: neighbours in a row first, then equal stretches of rows below each other.</summary>
    public void CollectInto(List<PixelRect> areas)
    {
        var open = new List<PixelRect>();
        for (var row = 0; row <= rows; row++)
        {
            var stretches = row < rows ? Stretches(row) : [];
            for (var i = open.Count - 1; i >= 0; i--)
            {
                var above = open[i];
                var match = stretches.FindIndex(below => below.X == above.X && below.Width == above.Width);
                if (match < 0)
                {
                    areas.Add(above);
                    open.RemoveAt(i);
                    continue;
                }

                open[i] = above with { Height = above.Height + stretches[match].Height };
                stretches.RemoveAt(match);
            }

            open.AddRange(stretches);
        }
    }

    private static bool Differ(Framebuffer one, Framebuffer other, PixelRect tile)
    {
        for (var y = tile.Y; y < tile.Bottom; y++)
        {
            if (!one.Row(y, tile.X, tile.Width).SequenceEqual(other.Row(y, tile.X, tile.Width)))
                return true;
        }

        return false;
    }

    private PixelRect Tile(int column, int row) =>
        new PixelRect(column * Side, row * Side, Side, Side).Intersect(new PixelRect(0, 0, width, height));

    private List<PixelRect> Stretches(int row)
    {
        var stretches = new List<PixelRect>();
        for (var column = 0; column < columns; column++)
        {
            if (!dirty[(row * columns) + column])
                continue;
            var tile = Tile(column, row);
            if (stretches.Count > 0 && stretches[^1].Right == tile.X)
                stretches[^1] = stretches[^1] with { Width = stretches[^1].Width + tile.Width };
            else
                stretches.Add(tile);
        }

        return stretches;
    }
}
