using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>Fake input through XTest.</summary>
internal sealed class XtestDevice(XLink link)
{
    /// <summary>QueryKeymap's answer: 8 bytes, then a bit for each key code.</summary>
    private const int KeymapAt = 8;

    /// <summary>True when the server takes fake input.</summary>
    public static bool IsThere(XLink link)
    {
        if (link.FindExtension(XcbXtest.Extension) is null)
            return false;
        using var version = link.Wait(XcbXtest.GetVersion(link.Connection, 2, 2));
        return !version.IsNone;
    }

    /// <summary>Presses or releases a key code.</summary>
    public void Key(byte code, bool down) => Send(down ? EventCode.KeyPress : EventCode.KeyRelease, code, 0, 0);

    /// <summary>Presses or releases a button, from 1.</summary>
    public void Button(byte number, bool down) => Send(down ? EventCode.ButtonPress : EventCode.ButtonRelease, number, 0, 0);

    /// <summary>Moves the pointer on the whole screen.</summary>
    public void Move(int x, int y) => Send(EventCode.MotionNotify, 0, (short)x, (short)y);

    /// <summary>Those of <paramref name="codes"/> that are down on the display.</summary>
    public IReadOnlyList<byte> Held(IEnumerable<byte> codes)
    {
        using var reply = link.Wait(Xcb.QueryKeymap(link.Connection));
        if (reply.IsNone)
            return [];
        var keys = reply.Bytes[KeymapAt..].ToArray();
        return [.. codes.Where(code => (keys[code / 8] & (1 << (code % 8))) != 0)];
    }

    private void Send(byte kind, byte detail, short x, short y) =>
        XcbXtest.FakeInput(link.Connection, kind, detail, 0, link.Root, x, y, 0);
}
