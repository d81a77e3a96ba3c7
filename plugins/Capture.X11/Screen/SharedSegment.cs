using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>
/// Memory that the X server writes pictures into. It is marked for removal as soon as both sides are attached, so not even a
/// crash leaves a segment behind.
/// </summary>
internal sealed unsafe class SharedSegment : IDisposable
{
    private static readonly nint Failed = -1;

    private readonly XLink link;
    private readonly nint address;
    private readonly int size;
    private bool disposed;

    private SharedSegment(XLink link, nint address, int size, uint serverId)
    {
        this.link = link;
        this.address = address;
        this.size = size;
        ServerId = serverId;
    }

    /// <summary>The server's name of the segment.</summary>
    public uint ServerId { get; }

    /// <summary>The memory.</summary>
    public ReadOnlySpan<byte> Bytes => disposed ? [] : new ReadOnlySpan<byte>((void*)address, size);

    /// <summary>Makes a segment; null when the server can't share memory with this process (another machine, another user).</summary>
    public static SharedSegment? TryCreate(XLink link, int size)
    {
        var id = Libc.ShmGet(Libc.IpcPrivate, (nuint)size, Libc.IpcCreate | Libc.OwnerOnly);
        if (id < 0)
            return null;
        var address = Libc.ShmAttach(id, 0, 0);
        var attached = false;
        var serverId = 0u;
        try
        {
            if (address != Failed)
            {
                serverId = Xcb.GenerateId(link.Connection);
                attached = link.Succeeds(XcbShm.AttachChecked(link.Connection, serverId, (uint)id, 0));
            }
        }
        finally
        {
            _ = Libc.ShmControl(id, Libc.IpcRemove, 0);
            if (!attached && address != Failed)
                _ = Libc.ShmDetach(address);
        }

        return attached ? new SharedSegment(link, address, size, serverId) : null;
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        if (!link.IsDead)
        {
            XcbShm.Detach(link.Connection, ServerId);
            link.Flush();
        }

        _ = Libc.ShmDetach(address);
    }
}
