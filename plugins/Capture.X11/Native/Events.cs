using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

#pragma warning disable CS0649 // The X server fills these fields.

/// <summary>Event numbers of the core protocol that are used here.</summary>
internal static class EventCode
{
    public const byte KeyPress = 2;
    public const byte KeyRelease = 3;
    public const byte ButtonPress = 4;
    public const byte ButtonRelease = 5;
    public const byte MotionNotify = 6;
    public const byte DestroyNotify = 17;
    public const byte ConfigureNotify = 22;
    public const byte PropertyNotify = 28;
    public const byte SelectionClear = 29;
    public const byte SelectionRequest = 30;
    public const byte SelectionNotify = 31;
    public const byte MappingNotify = 34;

    /// <summary>The code without the bit that says that another client sent the event.</summary>
    public static byte Of(ReadOnlySpan<byte> content) => (byte)(content[0] & 0x7F);
}

/// <summary>Somebody wants the selection that this client owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct SelectionRequestEvent
{
    private readonly uint header;
    public readonly uint Time;
    public readonly uint Owner;
    public readonly uint Requestor;
    public readonly uint Selection;
    public readonly uint Target;
    public readonly uint Property;
}

/// <summary>The answer to a conversion; <see cref="Property"/> 0: refused. 32 bytes, as an event is sent.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct SelectionNotifyEvent
{
    public uint Header;
    public uint Time;
    public uint Requestor;
    public uint Selection;
    public uint Target;
    public uint Property;
}

/// <summary>A property of a window was written or deleted.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PropertyEvent
{
    public const byte Written = 0;
    public const byte Deleted = 1;

    private readonly uint header;
    public readonly uint Window;
    public readonly uint Atom;
    public readonly uint Time;
    public readonly byte State;
}

/// <summary>A window is gone.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DestroyEvent
{
    private readonly uint header;
    private readonly uint reportedTo;
    public readonly uint Window;
}
