using System.Runtime.InteropServices;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>
/// The pointer, drawn into the frame. No event tells of its motion (the server's pictures never contain it), so whoever
/// wants it drawn looks where it is every <see cref="Look"/>. XFixes must be ready.
/// </summary>
internal sealed class DrawnCursor(XLink link)
{
    /// <summary>Longest time that a moved pointer stays where it was drawn.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private byte[] picture = [];
    private (int X, int Y, uint Serial) place;

    /// <summary>Where it is, or is to be, drawn; may reach over the screen's edge.</summary>
    public PixelRect Area { get; private set; }

    /// <summary>Looks; true when it moved or has another picture.</summary>
    public bool Refresh()
    {
        using var reply = link.Wait(XcbXfixes.GetCursorImage(link.Connection));
        if (reply.IsNone)
            return false;
        var cursor = MemoryMarshal.Read<CursorReply>(reply.Bytes);
        var now = (cursor.X - cursor.HotX, cursor.Y - cursor.HotY, cursor.Serial);
        if (now == place && picture.Length > 0)
            return false;
        place = now;
        picture = reply.Tail[..(cursor.Width * cursor.Height * 4)].ToArray();
        Area = new PixelRect(now.Item1, now.Item2, cursor.Width, cursor.Height);
        return true;
    }

    /// <summary>Draws it into the frame, cut to the screen.</summary>
    public void Draw(Span<byte> frame, int stride, PixelRect screen)
    {
        var visible = Area.Intersect(screen);
        for (var y = visible.Y; y < visible.Bottom; y++)
        {
            for (var x = visible.X; x < visible.Right; x++)
            {
                var source = picture.AsSpan((((y - Area.Y) * Area.Width) + x - Area.X) * 4, 4);
                var target = frame.Slice((y * stride) + (x * 4), 3);
                for (var colour = 0; colour < 3; colour++)
                    target[colour] = (byte)Math.Min(255, source[colour] + (target[colour] * (255 - source[3]) / 255));
            }
        }
    }
}
