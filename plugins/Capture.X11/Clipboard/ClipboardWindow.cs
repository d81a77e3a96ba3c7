using System.Runtime.InteropServices;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Clipboard;

/// <summary>A window that is never shown: the server knows owners and readers of a selection by their windows.</summary>
internal sealed unsafe class ClipboardWindow
{
    private const ushort InputOnly = 2;
    private const uint EventMaskField = 1 << 11;
    private const uint PropertyChange = 1 << 22;
    private const uint StructureNotify = 1 << 17;
    private const byte Replace = 0;
    private const byte AndDelete = 1;

    private readonly XLink link;

    public ClipboardWindow(XLink link)
    {
        this.link = link;
        Id = Xcb.GenerateId(link.Connection);
        var events = PropertyChange;
        Xcb.CreateWindow(link.Connection, 0, Id, link.Root, -1, -1, 1, 1, 0, InputOnly, 0, EventMaskField, &events);
    }

    /// <summary>The server's name of the window.</summary>
    public uint Id { get; }

    /// <summary>Hears when properties of somebody else's window change, and when it goes; or no more.</summary>
    public void Watch(uint window, bool on)
    {
        var events = on ? PropertyChange | StructureNotify : 0;
        Xcb.ChangeWindowAttributes(link.Connection, window, EventMaskField, &events);
    }

    /// <summary>Writes bytes as a property of a window.</summary>
    public void Write(uint window, uint property, uint type, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            Xcb.ChangeProperty(link.Connection, Replace, window, property, type, 8, (uint)bytes.Length, start);
    }

    /// <summary>Writes 32-bit values as a property of a window.</summary>
    public void Write(uint window, uint property, uint type, ReadOnlySpan<uint> values)
    {
        fixed (uint* start = values)
            Xcb.ChangeProperty(link.Connection, Replace, window, property, type, 32, (uint)values.Length, (byte*)start);
    }

    /// <summary>Takes a property of this window and deletes it; null when it isn't there or is longer than <paramref name="mostBytes"/>.</summary>
    public (uint Type, byte[] Bytes)? Take(uint property, int mostBytes)
    {
        using var reply = link.Wait(Xcb.GetProperty(link.Connection, AndDelete, Id, property, 0, 0, (uint)(mostBytes + 3) / 4));
        if (reply.IsNone)
            return null;
        var read = MemoryMarshal.Read<PropertyReply>(reply.Bytes);
        if (read.BytesAfter == 0)
            return read.Type == 0 ? null : (read.Type, reply.Tail[..(int)(read.ValueLength * read.Format / 8)].ToArray());
        Xcb.DeleteProperty(link.Connection, Id, property);
        link.Flush();
        return null;
    }

    /// <summary>Tells a requestor how its request ended; property 0: refused.</summary>
    public void Notify(in SelectionRequestEvent request, uint property)
    {
        var answer = new SelectionNotifyEvent
        {
            Header = EventCode.SelectionNotify,
            Time = request.Time,
            Requestor = request.Requestor,
            Selection = request.Selection,
            Target = request.Target,
            Property = property,
        };
        Xcb.SendEvent(link.Connection, 0, request.Requestor, 0, (byte*)&answer);
    }
}
