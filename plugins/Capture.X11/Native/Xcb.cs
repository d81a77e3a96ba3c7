using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>libxcb: the core protocol. A cookie of XCB is a struct of one 32-bit sequence number, hence <c>uint</c>.</summary>
internal static unsafe partial class Xcb
{
    private const string Library = "libxcb.so.1";

    [LibraryImport(Library, EntryPoint = "xcb_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Connect(string? display, out int screen);

    [LibraryImport(Library, EntryPoint = "xcb_disconnect")]
    public static partial void Disconnect(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_connection_has_error")]
    public static partial int HasError(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_file_descriptor")]
    public static partial int GetFileDescriptor(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_setup")]
    public static partial byte* GetSetup(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_generate_id")]
    public static partial uint GenerateId(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_flush")]
    public static partial int Flush(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_wait_for_reply")]
    public static partial byte* WaitForReply(XcbConnection connection, uint request, out byte* error);

    [LibraryImport(Library, EntryPoint = "xcb_request_check")]
    public static partial byte* RequestCheck(XcbConnection connection, uint request);

    [LibraryImport(Library, EntryPoint = "xcb_wait_for_event")]
    public static partial byte* WaitForEvent(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_poll_for_event")]
    public static partial byte* PollForEvent(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_query_extension")]
    public static partial uint QueryExtension(XcbConnection connection, ushort nameLength, byte* name);

    [LibraryImport(Library, EntryPoint = "xcb_get_input_focus")]
    public static partial uint GetInputFocus(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_geometry")]
    public static partial uint GetGeometry(XcbConnection connection, uint drawable);

    [LibraryImport(Library, EntryPoint = "xcb_get_image")]
    public static partial uint GetImage(
        XcbConnection connection, byte format, uint drawable, short x, short y, ushort width, ushort height, uint planes);

    [LibraryImport(Library, EntryPoint = "xcb_change_window_attributes")]
    public static partial uint ChangeWindowAttributes(XcbConnection connection, uint window, uint mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_create_window")]
    public static partial uint CreateWindow(
        XcbConnection connection, byte depth, uint window, uint parent, short x, short y, ushort width, ushort height,
        ushort border, ushort windowClass, uint visual, uint mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_query_pointer")]
    public static partial uint QueryPointer(XcbConnection connection, uint window);

    [LibraryImport(Library, EntryPoint = "xcb_query_keymap")]
    public static partial uint QueryKeymap(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_keyboard_mapping")]
    public static partial uint GetKeyboardMapping(XcbConnection connection, byte first, byte count);

    [LibraryImport(Library, EntryPoint = "xcb_change_keyboard_mapping")]
    public static partial uint ChangeKeyboardMapping(XcbConnection connection, byte codes, byte first, byte symbolsPerCode, uint* symbols);

    [LibraryImport(Library, EntryPoint = "xcb_get_modifier_mapping")]
    public static partial uint GetModifierMapping(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_intern_atom")]
    public static partial uint InternAtom(XcbConnection connection, byte onlyIfExists, ushort nameLength, byte* name);

    [LibraryImport(Library, EntryPoint = "xcb_set_selection_owner")]
    public static partial uint SetSelectionOwner(XcbConnection connection, uint owner, uint selection, uint time);

    [LibraryImport(Library, EntryPoint = "xcb_get_selection_owner")]
    public static partial uint GetSelectionOwner(XcbConnection connection, uint selection);

    [LibraryImport(Library, EntryPoint = "xcb_convert_selection")]
    public static partial uint ConvertSelection(
        XcbConnection connection, uint requestor, uint selection, uint target, uint property, uint time);

    [LibraryImport(Library, EntryPoint = "xcb_get_property")]
    public static partial uint GetProperty(
        XcbConnection connection, byte delete, uint window, uint property, uint type, uint offset, uint length);

    [LibraryImport(Library, EntryPoint = "xcb_change_property")]
    public static partial uint ChangeProperty(
        XcbConnection connection, byte mode, uint window, uint property, uint type, byte format, uint length, byte* data);

    [LibraryImport(Library, EntryPoint = "xcb_delete_property")]
    public static partial uint DeleteProperty(XcbConnection connection, uint window, uint property);

    [LibraryImport(Library, EntryPoint = "xcb_send_event")]
    public static partial uint SendEvent(XcbConnection connection, byte propagate, uint destination, uint mask, byte* content);
}
