namespace Orchestrator.Abstractions;

/// <summary>A rectangle of pixels; the origin is the top left of the whole screen.</summary>
/// <param name="X">Left edge, pixels.</param>
/// <param name="Y">Top edge, pixels.</param>
/// <param name="Width">Pixels; 0 or more.</param>
/// <param name="Height">Pixels; 0 or more.</param>
public readonly record struct PixelRect(int X, int Y, int Width, int Height)
{
    /// <summary>First column right of the rectangle.</summary>
    public int Right => X + Width;

    /// <summary>First row below the rectangle.</summary>
    public int Bottom => Y + Height;

    /// <summary>True when it holds no pixel.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>The pixels common to both.</summary>
    /// <param name="other">The other rectangle.</param>
    /// <returns>Empty when they have none in common.</returns>
    public PixelRect Intersect(PixelRect other)
    {
        var x = Math.Max(X, other.X);
        var y = Math.Max(Y, other.Y);
        return new PixelRect(x, y, Math.Max(0, Math.Min(Right, other.Right) - x), Math.Max(0, Math.Min(Bottom, other.Bottom) - y));
    }
}
