using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>Takes one rectangle's pixels; rows without gaps, valid during the call only.</summary>
internal delegate void PictureTaker(ReadOnlySpan<byte> pixels);

/// <summary>Pixels of the root window: through shared memory where the server can, else over the connection.</summary>
internal sealed class PictureSource : IDisposable
{
    private const byte ZPixmap = 2;
    private const uint AllPlanes = uint.MaxValue;

    private readonly XLink link;
    private readonly bool canShare;

    // Disposal may come while a picture is copied out of the shared memory: without a lock the copy would read what is no longer mapped.
    private readonly Lock gate = new();
    private bool disposed;
    private SharedSegment? segment;

    public PictureSource(XLink link)
    {
        this.link = link;
        canShare = OptionalLibrary.Has(() =>
            link.FindExtension(XcbShm.Extension) is not null && !AsksInVain(XcbShm.QueryVersion(link.Connection)));
    }

    /// <summary>Pictures asked of the server so far: what an idle screen must not raise.</summary>
    public long Requests { get; private set; }

    /// <summary>True when pictures come through shared memory.</summary>
    public bool IsShared => segment is not null;

    /// <summary>Makes room for pictures of this size.</summary>
    public void Prepare(int width, int height)
    {
        lock (gate)
        {
            segment?.Dispose();
            segment = canShare && !disposed ? SharedSegment.TryCreate(link, width * height * 4) : null;
        }
    }

    /// <summary>Fetches one rectangle; false when the server gave none: it died, or the rectangle left the screen.</summary>
    public bool TryTake(PixelRect area, PictureTaker taker)
    {
        lock (gate)
            return !disposed && Take(area, taker);
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            segment?.Dispose();
        }
    }

    private bool Take(PixelRect area, PictureTaker taker)
    {
        Requests++;
        var size = area.Width * area.Height * 4;
        var (x, y, width, height) = ((short)area.X, (short)area.Y, (ushort)area.Width, (ushort)area.Height);
        if (segment is { } shared)
        {
            using var reply = link.Wait(XcbShm.GetImage(
                link.Connection, link.Root, x, y, width, height, AllPlanes, ZPixmap, shared.ServerId, 0));
            if (reply.IsNone)
                return false;
            taker(shared.Bytes[..size]);
            return true;
        }

        using var picture = link.Wait(Xcb.GetImage(link.Connection, ZPixmap, link.Root, x, y, width, height, AllPlanes));
        if (picture.IsNone || picture.Tail.Length < size)
            return false;
        taker(picture.Tail[..size]);
        return true;
    }

    private bool AsksInVain(uint request)
    {
        using var reply = link.Wait(request);
        return reply.IsNone;
    }
}
