using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>
/// One connection to an X server. The handle is released only when no call is inside XCB any more, so a thread that still
/// waits there can't meet freed memory.
/// </summary>
internal sealed class XcbConnection : SafeHandleZeroOrMinusOneIsInvalid
{
    public XcbConnection(nint connection)
        : base(ownsHandle: true) => SetHandle(connection);

    protected override bool ReleaseHandle()
    {
        Xcb.Disconnect(handle);
        return true;
    }
}
