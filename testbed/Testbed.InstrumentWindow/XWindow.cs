using System.Text;
using Orchestrator.Testbed.InstrumentWindow.Native;

namespace Orchestrator.Testbed.InstrumentWindow;

/// <summary>
/// One window on an X display: takes whole pictures, gives events. Showing may be called from any thread while another one waits for
/// events (XCB locks inside). <see cref="WaitForEvent"/> returns null when the window is to close. The connection lives as long as the
/// process: closing it would pull it from under the thread that waits inside it.
/// </summary>
internal sealed unsafe class XWindow
{
    private const uint Events = 1 | 2 | 4 | 8 | 64 | 32768; // keys, buttons, motion, exposure
    private const uint AtomAtom = 4;
    private const uint AtomName = 39;
    private const uint AtomString = 31;
    private const uint RequestHead = 32;

    private readonly nint _connection;
    private readonly uint _window;
    private readonly uint _context;
    private readonly byte _depth;
    private readonly uint _delete;
    private readonly int _rowsAtOnce;
    private readonly int _width;
    private readonly int _height;

    internal XWindow(string? display, int width, int height, string title)
    {
        (_width, _height) = (width, height);
        _connection = Xcb.Connect(display, out var number);
        if (Xcb.HasError(_connection) != 0)
        {
            Xcb.Disconnect(_connection);
            throw new DisplayGoneException($"There is no X display \"{display ?? Environment.GetEnvironmentVariable("DISPLAY")}\". Set DISPLAY to one that runs.");
        }

        var roots = Xcb.Roots(Xcb.GetSetup(_connection));
        for (var index = 0; index < number; index++)
            Xcb.NextScreen(&roots);
        var screen = *roots.Data;
        _depth = screen.RootDepth;
        if (_depth is not (24 or 32))
            throw new DisplayGoneException($"The display has {_depth} bits a pixel; the instrument's picture needs 24.");

        _window = Xcb.GenerateId(_connection);
        var values = stackalloc uint[] { 0, Events };
        Xcb.CreateWindow(_connection, Xcb.CopyFromParent, _window, screen.Root, 0, 0, (ushort)width, (ushort)height, 0, Xcb.InputOutput, screen.RootVisual, Xcb.BackPixelValue | Xcb.EventMaskValue, values);
        _context = Xcb.GenerateId(_connection);
        Xcb.CreateContext(_connection, _context, _window, 0, null);
        SetTitle(title);
        _delete = ListenForClose();
        var most = Math.Min(Xcb.MaximumRequestLength(_connection) * 4, 4 * 1024 * 1024);
        _rowsAtOnce = Math.Max(1, (int)(most - RequestHead) / (width * 4));
        Keys = KeyNames.Read(_connection);
        Xcb.MapWindow(_connection, _window);
        Flush();
    }

    /// <summary>Which keysym a key code means.</summary>
    internal KeyNames Keys { get; private set; }

    /// <summary>Puts the whole picture (BGRX, rows without gaps) into the window.</summary>
    internal void Show(ReadOnlySpan<byte> picture)
    {
        fixed (byte* pixels = picture)
        {
            for (var y = 0; y < _height; y += _rowsAtOnce)
            {
                var rows = Math.Min(_rowsAtOnce, _height - y);
                Xcb.PutImage(_connection, Xcb.ZPixmap, _window, _context, (ushort)_width, (ushort)rows, 0, (short)y, 0, _depth, (uint)(rows * _width * 4), pixels + (y * _width * 4));
            }
        }

        Flush();
    }

    /// <summary>The next event; null when somebody closed the window. Throws when the display is gone.</summary>
    internal InputEventData? WaitForEvent()
    {
        var memory = Xcb.WaitForEvent(_connection);
        if (memory is null)
            throw Gone();
        var happened = *(InputEventData*)memory;
        Xcb.Free(memory);
        happened.Kind &= 0x7F;
        if (happened.Kind == InputEventData.Mapping)
            Keys = KeyNames.Read(_connection);
        return happened.Kind == InputEventData.ClientMessage && happened.MessageData == _delete ? null : happened;
    }

    private static DisplayGoneException Gone() => new("The X display is gone, and the instrument's window with it. Start the window again when the display is back.");

    private void Flush()
    {
        if (Xcb.Flush(_connection) <= 0)
            throw Gone();
    }

    private void SetTitle(string title)
    {
        var bytes = Encoding.Latin1.GetBytes(title);
        fixed (byte* text = bytes)
            Xcb.ChangeProperty(_connection, Xcb.ReplaceProperty, _window, AtomName, AtomString, 8, (uint)bytes.Length, text);
    }

    /// <summary>Asks the window manager to send a message when somebody closes the window, instead of cutting the connection.</summary>
    private uint ListenForClose()
    {
        var protocols = Atom("WM_PROTOCOLS");
        var delete = Atom("WM_DELETE_WINDOW");
        Xcb.ChangeProperty(_connection, Xcb.ReplaceProperty, _window, protocols, AtomAtom, 32, 1, &delete);
        return delete;
    }

    private uint Atom(string name)
    {
        var reply = Xcb.InternAtomReply(_connection, Xcb.InternAtom(_connection, 0, (ushort)name.Length, name), 0);
        if (reply is null)
            throw Gone();
        var atom = reply[2];
        Xcb.Free(reply);
        return atom;
    }
}
