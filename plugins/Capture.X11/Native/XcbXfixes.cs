using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>libxcb-xfixes: the pointer's picture, and regions for damage.</summary>
internal static unsafe partial class XcbXfixes
{
    public const string Extension = "XFIXES";

    /// <summary>Tell when another pointer picture is shown.</summary>
    public const uint CursorNotifyMask = 1;

    private const string Library = "libxcb-xfixes.so.0";

    [LibraryImport(Library, EntryPoint = "xcb_xfixes_query_version")]
    public static partial uint QueryVersion(XcbConnection connection, uint major, uint minor);

    [LibraryImport(Library, EntryPoint = "xcb_xfixes_select_cursor_input")]
    public static partial uint SelectCursorInput(XcbConnection connection, uint window, uint mask);

    [LibraryImport(Library, EntryPoint = "xcb_xfixes_get_cursor_image")]
    public static partial uint GetCursorImage(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_xfixes_create_region")]
    public static partial uint CreateRegion(XcbConnection connection, uint region, uint rectangles, byte* content);

    [LibraryImport(Library, EntryPoint = "xcb_xfixes_fetch_region")]
    public static partial uint FetchRegion(XcbConnection connection, uint region);
}
