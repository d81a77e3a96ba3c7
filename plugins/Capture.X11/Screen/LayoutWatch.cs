using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>The root window's size and the monitors on it (RandR 1.5; without it, one monitor).</summary>
internal sealed class LayoutWatch
{
    private const uint EventMaskField = 1 << 11;
    private const uint StructureNotify = 1 << 17;

    private readonly XLink link;
    private readonly byte? randrEvent;
    private volatile bool noted;

    public unsafe LayoutWatch(XLink link)
    {
        this.link = link;
        var mask = StructureNotify;
        Xcb.ChangeWindowAttributes(link.Connection, link.Root, EventMaskField, &mask);
        randrEvent = StartRandr();
        Current = Read(1);
    }

    /// <summary>The layout as last read.</summary>
    public ScreenLayout Current { get; private set; }

    /// <summary>Takes an event; true when the layout may have changed. On the event thread.</summary>
    public bool Take(ReadOnlySpan<byte> content)
    {
        var code = EventCode.Of(content);
        if (code != EventCode.ConfigureNotify && (randrEvent is not { } first || (code != first && code != first + 1)))
            return false;
        noted = true;
        return true;
    }

    /// <summary>Something failed as it would on a screen that changed: read the layout at the next look.</summary>
    public void Doubt() => noted = true;

    /// <summary>Reads the layout if an event told so; true when it is a new one.</summary>
    public bool TryRefresh()
    {
        if (!noted)
            return false;
        noted = false;
        var read = Read(Current.Version + 1);
        if (read.Width == Current.Width && read.Height == Current.Height && read.Monitors.SequenceEqual(Current.Monitors))
            return false;
        Current = read;
        return true;
    }

    private byte? StartRandr()
    {
        byte? first = null;
        OptionalLibrary.Has(() =>
        {
            if (link.FindExtension(XcbRandr.Extension) is not { } extension)
                return false;
            using var version = link.Wait(XcbRandr.QueryVersion(link.Connection, 1, 5));
            if (version.IsNone)
                return false;
            XcbRandr.SelectInput(link.Connection, link.Root, XcbRandr.NotifyMask);
            first = extension.FirstEvent;
            return true;
        });
        return first;
    }

    private ScreenLayout Read(int version)
    {
        var size = link.Wait<GeometryReply>(Xcb.GetGeometry(link.Connection, link.Root));
        if (size is not { } root)
            return Current ?? throw new InvalidOperationException("The X display ended while it was opened.");
        var screen = new PixelRect(0, 0, root.Width, root.Height);
        var monitors = randrEvent is null ? [] : ReadMonitors(screen);
        return new ScreenLayout(
            version, root.Width, root.Height, monitors.IsEmpty ? [new Abstractions.Monitor(0, screen)] : monitors);
    }

    private ImmutableArray<Abstractions.Monitor> ReadMonitors(PixelRect screen)
    {
        using var reply = link.Wait(XcbRandr.GetMonitors(link.Connection, link.Root, 1));
        var monitors = ImmutableArray.CreateBuilder<Abstractions.Monitor>();
        var infoSize = Marshal.SizeOf<MonitorInfo>();
        for (var rest = reply.Tail; rest.Length >= infoSize;)
        {
            var info = MemoryMarshal.Read<MonitorInfo>(rest);
            var area = new PixelRect(info.X, info.Y, info.Width, info.Height).Intersect(screen);
            if (!area.IsEmpty)
                monitors.Add(new Abstractions.Monitor(info.Name, area));
            rest = rest[Math.Min(rest.Length, infoSize + (info.Outputs * 4))..];
        }

        return monitors.ToImmutable();
    }
}
