using System.Runtime.InteropServices;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>What changed on the root window and everything in it, by XDamage and an XFixes region.</summary>
internal sealed class DamageWatch
{
    private readonly XLink link;
    private readonly byte notifyEvent;
    private readonly uint damage;
    private readonly uint region;
    private volatile bool noted;

    private unsafe DamageWatch(XLink link, byte notifyEvent)
    {
        this.link = link;
        this.notifyEvent = notifyEvent;
        damage = Xcb.GenerateId(link.Connection);
        region = Xcb.GenerateId(link.Connection);
        XcbDamage.Create(link.Connection, damage, link.Root, XcbDamage.ReportNonEmpty);
        XcbXfixes.CreateRegion(link.Connection, region, 0, null);
        link.Flush();
    }

    /// <summary>True when something changed since the damage was last taken.</summary>
    public bool IsNoted => noted;

    /// <summary>Starts to watch; null where the server or this machine lacks the extension. XFixes must be ready.</summary>
    public static DamageWatch? TryStart(XLink link)
    {
        DamageWatch? watch = null;
        OptionalLibrary.Has(() =>
        {
            if (link.FindExtension(XcbDamage.Extension) is not { } extension)
                return false;
            using var version = link.Wait(XcbDamage.QueryVersion(link.Connection, 1, 1));
            if (version.IsNone)
                return false;
            watch = new DamageWatch(link, extension.FirstEvent);
            return true;
        });
        return watch;
    }

    /// <summary>Takes an event; true when it told of damage. On the event thread.</summary>
    public bool Take(ReadOnlySpan<byte> content)
    {
        if (EventCode.Of(content) != notifyEvent)
            return false;
        noted = true;
        return true;
    }

    /// <summary>Forgets the damage so far, before a whole picture is fetched.</summary>
    public void Forget()
    {
        noted = false;
        XcbDamage.Subtract(link.Connection, damage, 0, 0);
    }

    /// <summary>Takes the damage so far; what changes from now on is noted anew.</summary>
    public List<PixelRect> TakeDamage()
    {
        noted = false;
        XcbDamage.Subtract(link.Connection, damage, 0, region);
        using var reply = link.Wait(XcbXfixes.FetchRegion(link.Connection, region));
        var areas = new List<PixelRect>();
        foreach (var part in MemoryMarshal.Cast<byte, XRectangle>(reply.Tail))
            areas.Add(new PixelRect(part.X, part.Y, part.Width, part.Height));
        return areas;
    }
}
