using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>libxcb-damage: which pixels changed.</summary>
internal static partial class XcbDamage
{
    public const string Extension = "DAMAGE";

    /// <summary>One event when the damage stops being empty, and no more until it was taken.</summary>
    public const byte ReportNonEmpty = 3;

    private const string Library = "libxcb-damage.so.0";

    [LibraryImport(Library, EntryPoint = "xcb_damage_query_version")]
    public static partial uint QueryVersion(XcbConnection connection, uint major, uint minor);

    [LibraryImport(Library, EntryPoint = "xcb_damage_create")]
    public static partial uint Create(XcbConnection connection, uint damage, uint drawable, byte level);

    [LibraryImport(Library, EntryPoint = "xcb_damage_subtract")]
    public static partial uint Subtract(XcbConnection connection, uint damage, uint repair, uint parts);
}
