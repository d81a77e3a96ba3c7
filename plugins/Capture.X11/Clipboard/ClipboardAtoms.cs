using System.Text;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Clipboard;

/// <summary>The server's numbers for the names that the clipboard is made of (ICCCM, section 2).</summary>
internal sealed class ClipboardAtoms
{
    /// <summary>Predefined: a list of atoms.</summary>
    public const uint Atom = 4;

    /// <summary>Predefined: Latin-1 text.</summary>
    public const uint Latin1 = 31;

    private const int OwnProperties = 4;

    private readonly uint[] properties;
    private int next;

    public ClipboardAtoms(XLink link)
    {
        Clipboard = Intern(link, "CLIPBOARD");
        Utf8 = Intern(link, "UTF8_STRING");
        PlainUtf8 = Intern(link, "text/plain;charset=utf-8");
        Targets = Intern(link, "TARGETS");
        Incremental = Intern(link, "INCR");
        properties = [.. Enumerable.Range(0, OwnProperties).Select(number => Intern(link, $"ORCHESTRATOR_CLIPBOARD_{number}"))];
    }

    public uint Clipboard { get; }

    public uint Utf8 { get; }

    public uint PlainUtf8 { get; }

    public uint Targets { get; }

    public uint Incremental { get; }

    /// <summary>The property for the next read: another than the last, so that a late answer to an old read isn't taken for a new one.</summary>
    public uint NextProperty() => properties[next++ % OwnProperties];

    private static unsafe uint Intern(XLink link, string name)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        fixed (byte* start = bytes)
        {
            return link.Wait<NumberReply>(Xcb.InternAtom(link.Connection, 0, (ushort)bytes.Length, start))?.Number ?? 0;
        }
    }
}
