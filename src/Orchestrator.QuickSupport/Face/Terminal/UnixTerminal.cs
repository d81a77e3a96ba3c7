using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Orchestrator.QuickSupport.Face.Terminal;

/// <summary>
/// The process's own terminal on Linux, in raw mode: no echo, no line editing, Ctrl+C is a key. Speaks to the kernel directly, because the runtime's console
/// keeps typed keys in a buffer of its own, and what is typed before a prompt must be forgotten for certain.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class UnixTerminal : ITerminal
{
    private const int Input = 0;
    private const int Output = 1;
    private const int TermiosRoom = 256;
    private const int FlushInput = 0;
    private const int SetAfterFlush = 2;
    private const nuint GetWindowSize = 0x5413;
    private const short Readable = 1;
    private const short Writable = 4;

    private readonly byte[] _before = new byte[TermiosRoom];
    private volatile bool _isGone;
    private int _isRestored;

    private UnixTerminal()
    {
        TcGetAttr(Input, _before);
        var raw = (byte[])_before.Clone();
        CfMakeRaw(raw);
        TcSetAttr(Input, SetAfterFlush, raw);
    }

    /// <inheritdoc/>
    public bool HasColour { get; } =
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <inheritdoc/>
    /// <remarks>
    /// A terminal on a display asks the display for its window's state before it reports: so the display has drawn, too, what the terminal drew before.
    /// Terminals without a window pass over that.
    /// </remarks>
    public string StatusQuery => "\u001b[11t\u001b[5n";

    /// <inheritdoc/>
    public (int Columns, int Rows) Size
    {
        get
        {
            var size = default(WindowSize);
            return IoCtl(Output, GetWindowSize, ref size) == 0 && size.Columns > 0 && size.Rows > 0 ? (size.Columns, size.Rows) : (80, 24);
        }
    }

    /// <summary>Takes the terminal over; null when the process has none.</summary>
    public static UnixTerminal? TryOpen() => IsATty(Input) == 1 && IsATty(Output) == 1 ? new UnixTerminal() : null;

    /// <inheritdoc/>
    public bool WaitForInput(TimeSpan atMost) => Wait(Input, Readable, (int)atMost.TotalMilliseconds);

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        if (_isGone)
            return -1;
        if (!Wait(Input, Readable, 0))
            return 0;
        var read = Read(Input, buffer, (nuint)buffer.Length);
        if (read > 0)
            return (int)read;
        if (read < 0 && Marshal.GetLastPInvokeError() is 4 or 11)
            return 0; // EINTR, EAGAIN
        _isGone = true;
        return -1;
    }

    /// <inheritdoc/>
    public void DiscardInput()
    {
        TcFlush(Input, FlushInput);
        Span<byte> rest = stackalloc byte[256];
        while (Read(rest) > 0)
        {
        }
    }

    /// <inheritdoc/>
    public void Write(string text)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty && !_isGone)
        {
            var written = Write(Output, rest, (nuint)rest.Length);
            if (written > 0)
                rest = rest[(int)written..];
            else if (Marshal.GetLastPInvokeError() is 4 or 11)
                Wait(Output, Writable, 1000);
            else
                return; // whether the terminal is gone, the reader finds out
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isRestored, 1) == 0)
            TcSetAttr(Input, SetAfterFlush, _before);
    }

    private static bool Wait(int file, short events, int milliseconds)
    {
        var one = new PollFile { File = file, Events = events };
        return Poll(ref one, 1, milliseconds) > 0;
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATty(int file);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int TcGetAttr(int file, [Out] byte[] termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int TcSetAttr(int file, int when, byte[] termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void CfMakeRaw([In, Out] byte[] termios);

    [LibraryImport("libc", EntryPoint = "tcflush")]
    private static partial int TcFlush(int file, int which);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoCtl(int file, nuint request, ref WindowSize size);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollFile files, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, Span<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, ReadOnlySpan<byte> buffer, nuint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
