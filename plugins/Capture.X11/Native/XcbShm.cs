using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>libxcb-shm: pictures through a shared memory segment.</summary>
internal static partial class XcbShm
{
    public const string Extension = "MIT-SHM";
    private const string Library = "libxcb-shm.so.0";

    [LibraryImport(Library, EntryPoint = "xcb_shm_query_version")]
    public static partial uint QueryVersion(XcbConnection connection);

    [LibraryImport(Library, EntryPoint = "xcb_shm_attach_checked")]
    public static partial uint AttachChecked(XcbConnection connection, uint segment, uint id, byte readOnly);

    [LibraryImport(Library, EntryPoint = "xcb_shm_detach")]
    public static partial uint Detach(XcbConnection connection, uint segment);

    [LibraryImport(Library, EntryPoint = "xcb_shm_get_image")]
    public static partial uint GetImage(
        XcbConnection connection, uint drawable, short x, short y, ushort width, ushort height, uint planes, byte format, uint segment, uint offset);
}
