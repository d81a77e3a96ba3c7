using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Shrinks an area to the pixels that really differ; a blinking caret need not cost a tile.</summary>
internal static class ChangedBounds
{
    public static PixelRect Shrink(Framebuffer one, Framebuffer other, PixelRect area)
    {
        var (left, right, top, bottom) = (area.Width, 0, -1, -1);
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var a = one.Row(y, area.X, area.Width);
            var b = other.Row(y, area.X, area.Width);
            var first = a.CommonPrefixLength(b);
            if (first == area.Width)
                continue;
            var last = area.Width - 1;
            while (a[last] == b[last])
                last--;
            left = Math.Min(left, first);
            right = Math.Max(right, last + 1);
            top = top < 0 ? y : top;
            bottom = y + 1;
        }

        return top < 0 ? default : new PixelRect(area.X + left, top, right - left, bottom - top);
    }
}
