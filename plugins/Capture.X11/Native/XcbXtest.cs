using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>libxcb-xtest: input that the server takes as if it came from a device.</summary>
internal static partial class XcbXtest
{
    public const string Extension = "XTEST";
    private const string Library = "libxcb-xtest.so.0";

    [LibraryImport(Library, EntryPoint = "xcb_test_get_version")]
    public static partial uint GetVersion(XcbConnection connection, byte major, ushort minor);

    [LibraryImport(Library, EntryPoint = "xcb_test_fake_input")]
    public static partial uint FakeInput(
        XcbConnection connection, byte type, byte detail, uint time, uint root, short x, short y, byte device);
}
