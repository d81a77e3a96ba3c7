using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Rectangles that changed, at most <see cref="RfbLimits.MaxRegionRectangles"/>: past that they become one that holds them all.</summary>
internal sealed class DamageRegion
{
    private readonly List<PixelRect> areas = [];

    public bool IsEmpty => areas.Count == 0;

    public IReadOnlyList<PixelRect> Areas => areas;

    public void Clear() => areas.Clear();

    public void Add(PixelRect area)
    {
        if (area.IsEmpty || areas.Exists(known => known.Intersect(area) == area))
            return;
        areas.RemoveAll(known => area.Intersect(known) == known);
        areas.Add(area);
        if (areas.Count <= RfbLimits.MaxRegionRectangles)
            return;
        var all = areas.Aggregate(Union);
        areas.Clear();
        areas.Add(all);
    }

    public void Add(DamageRegion other)
    {
        foreach (var area in other.areas)
            Add(area);
    }

    public static PixelRect Union(PixelRect one, PixelRect other)
    {
        var (x, y) = (Math.Min(one.X, other.X), Math.Min(one.Y, other.Y));
        return new PixelRect(x, y, Math.Max(one.Right, other.Right) - x, Math.Max(one.Bottom, other.Bottom) - y);
    }
}
