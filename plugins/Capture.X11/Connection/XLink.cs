using System.Runtime.InteropServices;
using System.Text;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Connection;

/// <summary>
/// A connection to the X server with one owner: each opened screen, input and clipboard has its own. A server that dies, or
/// owes an answer longer than <see cref="AnswerTime"/>, leaves the link dead; nothing here throws for that, and the process lives.
/// </summary>
internal sealed unsafe class XLink : IDisposable
{
    /// <summary>Longest wait for one answer. A server that hangs longer counts as gone, so that no caller hangs with it.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    private readonly TimeProvider time;

    private XLink(XcbConnection connection, ServerSetup setup, TimeProvider time)
    {
        Connection = connection;
        Setup = setup;
        this.time = time;
    }

    /// <summary>For the calls of XCB.</summary>
    public XcbConnection Connection { get; }

    /// <summary>What the server said at the start.</summary>
    public ServerSetup Setup { get; }

    /// <summary>The window that holds all others.</summary>
    public uint Root => Setup.Root;

    /// <summary>True once nothing more can come from the server.</summary>
    public bool IsDead => Connection.IsClosed || Xcb.HasError(Connection) != 0;

    /// <summary>Connects; throws <see cref="InvalidOperationException"/> with a sentence for people.</summary>
    /// <param name="display">As in DISPLAY; null takes it from that variable.</param>
    /// <param name="time">Clock of the time-outs.</param>
    public static XLink Open(string? display, TimeProvider time)
    {
        var connection = new XcbConnection(Xcb.Connect(display, out var screen));
        if (Xcb.HasError(connection) != 0)
        {
            connection.Dispose();
            var name = display ?? Environment.GetEnvironmentVariable("DISPLAY");
            throw new InvalidOperationException(string.IsNullOrEmpty(name)
                ? "No X display is named. Start the program inside the desktop session, or set DISPLAY."
                : $"The X display {name} can't be opened. Check that it runs and that this user may use it.");
        }

        var setup = Xcb.GetSetup(connection);
        var bytes = new ReadOnlySpan<byte>(setup, 8 + (*(ushort*)(setup + 6) * 4));
        return new XLink(connection, ServerSetup.Parse(bytes, screen), time);
    }

    /// <summary>Waits for the answer to a request. Dispose of what comes back.</summary>
    public XcbReply Wait(uint request)
    {
        using var limit = LimitWait();
        var reply = Xcb.WaitForReply(Connection, request, out var error);
        Libc.Free(error);
        return new XcbReply(reply);
    }

    /// <summary>Waits for the answer to a request; null when there is none.</summary>
    public T? Wait<T>(uint request)
        where T : unmanaged
    {
        using var reply = Wait(request);
        return reply.IsNone ? null : MemoryMarshal.Read<T>(reply.Bytes);
    }

    /// <summary>Waits for the outcome of a checked request.</summary>
    public bool Succeeds(uint checkedRequest)
    {
        using var limit = LimitWait();
        var error = Xcb.RequestCheck(Connection, checkedRequest);
        var refused = error is not null;
        Libc.Free(error);
        return !refused && !IsDead;
    }

    /// <summary>Sends what is waiting to be sent.</summary>
    public void Flush() => Xcb.Flush(Connection);

    /// <summary>Returns once the server has taken all requests made before.</summary>
    public void RoundTrip()
    {
        using var reply = Wait(Xcb.GetInputFocus(Connection));
    }

    /// <summary>Asks for an extension; null when the server hasn't got it.</summary>
    public XExtension? FindExtension(string name)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        fixed (byte* start = bytes)
        {
            var reply = Wait<ExtensionReply>(Xcb.QueryExtension(Connection, (ushort)bytes.Length, start));
            return reply is { Present: not 0 } present ? new XExtension(present.FirstEvent, present.MajorOpcode) : null;
        }
    }

    /// <summary>Ends the conversation: every wait on this connection, in any thread, returns now. The memory stays until disposal.</summary>
    public void Cut()
    {
        try
        {
            var socket = Xcb.GetFileDescriptor(Connection);
            if (socket >= 0)
                _ = Libc.Shutdown(socket, Libc.ShutBoth);
        }
        catch (ObjectDisposedException)
        {
            // A time-out that fired while the owner closed the link: there is nothing left to cut.
        }
    }

    /// <inheritdoc />
    public void Dispose() => Connection.Dispose();

    private ITimer LimitWait() =>
        time.CreateTimer(static link => ((XLink)link!).Cut(), this, AnswerTime, Timeout.InfiniteTimeSpan);
}
