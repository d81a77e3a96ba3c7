using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// Decides what to send so that a receiver who shows one picture shows another: first what moved, then the tiles that still differ. It knows what
/// the receiver shows by keeping that picture itself, so a mistake of the move search or of a plugin's damage within the area costs bytes, never pixels.
/// </summary>
internal sealed class UpdatePlan(int width, int height)
{
    private readonly TileMap tiles = new(width, height);
    private readonly List<PixelRect> found = [];

    /// <summary>At most one copy, to be sent first.</summary>
    public List<Move> Moves { get; } = [];

    /// <summary>Pixels to be sent after the copies; none larger than <see cref="RfbLimits.MaxRectanglePixels"/>.</summary>
    public List<PixelRect> Pixels { get; } = [];

    public bool IsEmpty => Moves.Count == 0 && Pixels.Count == 0;

    public int Rectangles => Moves.Count + Pixels.Count;

    /// <summary>Everything is to be sent, whatever the receiver shows.</summary>
    public void PlanAll(Framebuffer shown, Framebuffer current)
    {
        Moves.Clear();
        Pixels.Clear();
        Split(current.Area);
        shown.CopyFrom(current, current.Area);
    }

    /// <summary>What differs within some areas. Afterwards <paramref name="shown"/> equals <paramref name="current"/> there.</summary>
    public void Plan(Framebuffer shown, Framebuffer current, IEnumerable<PixelRect> areas, bool mayCopy)
    {
        Moves.Clear();
        Pixels.Clear();
        tiles.Clear();
        foreach (var area in areas)
            tiles.Compare(shown, current, area.Intersect(current.Area));
        Collect();
        if (mayCopy && found.Count > 0 && FindMove(shown, current) is { } move)
        {
            Moves.Add(move);
            shown.Move(move.FromX, move.FromY, move.To);
            tiles.Compare(shown, current, move.To);
            Collect();
        }

        foreach (var area in found)
        {
            var changed = ChangedBounds.Shrink(shown, current, area);
            Split(changed);
            shown.CopyFrom(current, changed);
        }
    }

    private static Move? FindMove(Framebuffer shown, Framebuffer current, PixelRect area) =>
        MoveDetector.Find(shown, current, ChangedBounds.Shrink(shown, current, area));

    private Move? FindMove(Framebuffer shown, Framebuffer current)
    {
        // A scrolled pane is one rectangle of tiles; a moved window with a caret blinking elsewhere is the largest of several.
        var largest = found.MaxBy(area => area.Width * area.Height);
        return FindMove(shown, current, largest)
            ?? (found.Count > 1 ? FindMove(shown, current, found.Aggregate(DamageRegion.Union)) : null);
    }

    private void Collect()
    {
        found.Clear();
        tiles.CollectInto(found);
    }

    private void Split(PixelRect area)
    {
        if (area.IsEmpty)
            return;
        var wide = Math.Min(area.Width, RfbLimits.MaxRectanglePixels / TileMap.Side);
        var high = Math.Max(1, RfbLimits.MaxRectanglePixels / wide);
        if (high > TileMap.Side)
            high -= high % TileMap.Side; // whole tiles: ZRLE packs them best
        for (var y = area.Y; y < area.Bottom; y += high)
        {
            for (var x = area.X; x < area.Right; x += wide)
                Pixels.Add(new PixelRect(x, y, wide, high).Intersect(area));
        }
    }
}
