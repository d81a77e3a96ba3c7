using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

#pragma warning disable CS0649 // The X server fills these fields.

/// <summary>Reply of QueryExtension.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ExtensionReply
{
    private readonly ulong header;
    public readonly byte Present;
    public readonly byte MajorOpcode;
    public readonly byte FirstEvent;
    public readonly byte FirstError;
}

/// <summary>Replies of one number: the atom of InternAtom, the owner of GetSelectionOwner.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NumberReply
{
    private readonly ulong header;
    public readonly uint Number;
}

/// <summary>Reply of GetGeometry.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct GeometryReply
{
    private readonly ulong header;
    public readonly uint Root;
    public readonly short X;
    public readonly short Y;
    public readonly ushort Width;
    public readonly ushort Height;
}

/// <summary>Reply of QueryPointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PointerReply
{
    private readonly ulong header;
    public readonly uint Root;
    public readonly uint Child;
    public readonly short RootX;
    public readonly short RootY;
    public readonly short WindowX;
    public readonly short WindowY;
    public readonly ushort Mask;
}

/// <summary>Reply of XFixes GetCursorImage; the pixels follow, 32 bits each, premultiplied ARGB.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct CursorReply
{
    private readonly ulong header;
    public readonly short X;
    public readonly short Y;
    public readonly ushort Width;
    public readonly ushort Height;
    public readonly ushort HotX;
    public readonly ushort HotY;
    public readonly uint Serial;
}

/// <summary>Reply of GetProperty; the value follows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PropertyReply
{
    private readonly byte responseType;
    public readonly byte Format;
    private readonly ushort sequence;
    private readonly uint length;
    public readonly uint Type;
    public readonly uint BytesAfter;
    public readonly uint ValueLength;
}

/// <summary>A monitor in the reply of RandR GetMonitors; <see cref="Outputs"/> words follow it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct MonitorInfo
{
    public readonly uint Name;
    public readonly byte Primary;
    public readonly byte Automatic;
    public readonly ushort Outputs;
    public readonly short X;
    public readonly short Y;
    public readonly ushort Width;
    public readonly ushort Height;
    public readonly uint WidthInMillimetres;
    public readonly uint HeightInMillimetres;
}

/// <summary>A rectangle as the protocol has it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct XRectangle
{
    public readonly short X;
    public readonly short Y;
    public readonly ushort Width;
    public readonly ushort Height;
}
