using System.Runtime.InteropServices;

namespace Orchestrator.Testbed.InstrumentWindow.Native;

/// <summary>
/// The calls of libxcb that a window with a picture needs. XCB and not Xlib, because Xlib ends the whole process when the X server goes.
/// </summary>
internal static unsafe partial class Xcb
{
    internal const byte CopyFromParent = 0;
    internal const ushort InputOutput = 1;
    internal const uint EventMaskValue = 1 << 11;
    internal const uint BackPixelValue = 1 << 1;
    internal const byte ZPixmap = 2;
    internal const byte ReplaceProperty = 0;

    private const string Library = "libxcb.so.1";

    [LibraryImport(Library, EntryPoint = "xcb_connect", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Connect(string? display, out int screen);

    [LibraryImport(Library, EntryPoint = "xcb_connection_has_error")]
    internal static partial int HasError(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_disconnect")]
    internal static partial void Disconnect(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_setup")]
    internal static partial byte* GetSetup(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_setup_roots_iterator")]
    internal static partial ScreenIterator Roots(byte* setup);

    [LibraryImport(Library, EntryPoint = "xcb_screen_next")]
    internal static partial void NextScreen(ScreenIterator* iterator);

    [LibraryImport(Library, EntryPoint = "xcb_generate_id")]
    internal static partial uint GenerateId(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_create_window")]
    internal static partial uint CreateWindow(
        nint connection, byte depth, uint window, uint parent, short x, short y, ushort width, ushort height, ushort border, ushort kind, uint visual, uint mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_map_window")]
    internal static partial uint MapWindow(nint connection, uint window);

    [LibraryImport(Library, EntryPoint = "xcb_create_gc")]
    internal static partial uint CreateContext(nint connection, uint context, uint drawable, uint mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_change_property")]
    internal static partial uint ChangeProperty(nint connection, byte mode, uint window, uint property, uint type, byte format, uint length, void* data);

    [LibraryImport(Library, EntryPoint = "xcb_intern_atom", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint InternAtom(nint connection, byte onlyIfExists, ushort length, string name);

    [LibraryImport(Library, EntryPoint = "xcb_intern_atom_reply")]
    internal static partial uint* InternAtomReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_get_keyboard_mapping")]
    internal static partial uint GetKeyboardMapping(nint connection, byte first, byte count);

    [LibraryImport(Library, EntryPoint = "xcb_get_keyboard_mapping_reply")]
    internal static partial byte* GetKeyboardMappingReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_put_image")]
    internal static partial uint PutImage(
        nint connection, byte format, uint drawable, uint context, ushort width, ushort height, short x, short y, byte leftPad, byte depth, uint length, byte* data);

    [LibraryImport(Library, EntryPoint = "xcb_flush")]
    internal static partial int Flush(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_wait_for_event")]
    internal static partial byte* WaitForEvent(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_maximum_request_length")]
    internal static partial uint MaximumRequestLength(nint connection);

    [LibraryImport("libc", EntryPoint = "free")]
    internal static partial void Free(void* memory);
}

/// <summary>xcb_screen_iterator_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ScreenIterator
{
    internal ScreenHead* Data;
    internal int Remaining;
    internal int Index;
}

/// <summary>The fields of xcb_screen_t that are used, at their offsets.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct ScreenHead
{
    [FieldOffset(0)]
    internal uint Root;

    [FieldOffset(32)]
    internal uint RootVisual;

    [FieldOffset(38)]
    internal byte RootDepth;
}

/// <summary>Key, button and motion events have the same shape; Expose and ClientMessage share its head.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct InputEventData
{
    internal const byte KeyPress = 2;
    internal const byte KeyRelease = 3;
    internal const byte ButtonPress = 4;
    internal const byte ButtonRelease = 5;
    internal const byte Motion = 6;
    internal const byte Expose = 12;
    internal const byte Mapping = 34;
    internal const byte ClientMessage = 33;

    [FieldOffset(0)]
    internal byte Kind;

    [FieldOffset(1)]
    internal byte Detail;

    /// <summary>ClientMessage: the first datum.</summary>
    [FieldOffset(12)]
    internal uint MessageData;

    [FieldOffset(24)]
    internal short X;

    [FieldOffset(26)]
    internal short Y;

    /// <summary>Buttons and modifiers held before this event.</summary>
    [FieldOffset(28)]
    internal ushort State;
}
