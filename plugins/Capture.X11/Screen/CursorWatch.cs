using System.Runtime.InteropServices;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>The pointer's picture, by XFixes.</summary>
internal sealed class CursorWatch
{
    private readonly XLink link;
    private readonly byte notifyEvent;
    private volatile bool noted = true;

    private CursorWatch(XLink link, byte notifyEvent)
    {
        this.link = link;
        this.notifyEvent = notifyEvent;
        XcbXfixes.SelectCursorInput(link.Connection, link.Root, XcbXfixes.CursorNotifyMask);
        link.Flush();
    }

    /// <summary>Starts to watch; null where the server or this machine lacks XFixes.</summary>
    public static CursorWatch? TryStart(XLink link)
    {
        CursorWatch? watch = null;
        OptionalLibrary.Has(() =>
        {
            if (link.FindExtension(XcbXfixes.Extension) is not { } extension)
                return false;
            using var version = link.Wait(XcbXfixes.QueryVersion(link.Connection, 5, 0));
            if (version.IsNone)
                return false;
            watch = new CursorWatch(link, (byte)(extension.FirstEvent + 1));
            return true;
        });
        return watch;
    }

    /// <summary>Takes an event; true when it told of another pointer picture. On the event thread.</summary>
    public bool Take(ReadOnlySpan<byte> content)
    {
        if (EventCode.Of(content) != notifyEvent)
            return false;
        noted = true;
        return true;
    }

    /// <summary>Writes the picture when it is new and there is room for it.</summary>
    public CursorResult Read(Span<byte> bgra)
    {
        if (!noted)
            return default;
        noted = false;
        using var reply = link.Wait(XcbXfixes.GetCursorImage(link.Connection));
        if (reply.IsNone)
            return default;
        var cursor = MemoryMarshal.Read<CursorReply>(reply.Bytes);
        var pixels = reply.Tail[..(cursor.Width * cursor.Height * 4)];
        if (pixels.Length > bgra.Length)
        {
            noted = true;
            return default;
        }

        pixels.CopyTo(bgra);
        return new CursorResult(true, cursor.Width, cursor.Height, cursor.HotX, cursor.HotY);
    }
}
