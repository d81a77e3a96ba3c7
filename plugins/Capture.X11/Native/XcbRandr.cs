using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>libxcb-randr: monitors.</summary>
internal static partial class XcbRandr
{
    public const string Extension = "RANDR";

    /// <summary>Screen, CRTC and output changes.</summary>
    public const ushort NotifyMask = 1 | 2 | 4;

    private const string Library = "libxcb-randr.so.0";

    [LibraryImport(Library, EntryPoint = "xcb_randr_query_version")]
    public static partial uint QueryVersion(XcbConnection connection, uint major, uint minor);

    [LibraryImport(Library, EntryPoint = "xcb_randr_select_input")]
    public static partial uint SelectInput(XcbConnection connection, uint window, ushort enable);

    [LibraryImport(Library, EntryPoint = "xcb_randr_get_monitors")]
    public static partial uint GetMonitors(XcbConnection connection, uint window, byte active);
}
