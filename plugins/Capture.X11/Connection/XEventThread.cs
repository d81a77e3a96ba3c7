using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Connection;

/// <summary>Takes one event, 32 bytes; on the event thread.</summary>
internal delegate void XEventHandler(ReadOnlySpan<byte> content);

/// <summary>
/// The thread that waits for events of one link. It sleeps inside XCB, so an idle display costs nothing; it ends when the
/// link is cut or the server dies.
/// </summary>
internal sealed class XEventThread : IDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    private readonly XLink link;
    private readonly XEventHandler handler;
    private readonly Action died;
    private readonly Thread thread;

    /// <param name="link">The link to read; cut by disposal.</param>
    /// <param name="name">Name of the thread.</param>
    /// <param name="handler">Takes each event.</param>
    /// <param name="died">Called once, at the end of the thread.</param>
    public XEventThread(XLink link, string name, XEventHandler handler, Action died)
    {
        this.link = link;
        this.handler = handler;
        this.died = died;
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    public void Dispose()
    {
        link.Cut();
        thread.Join(EndTime);
    }

    private unsafe void Run()
    {
        while (true)
        {
            var content = Xcb.WaitForEvent(link.Connection);
            if (content is null)
                break;
            try
            {
                // Code 0 is the error of an unchecked request, such as a window that went away: nothing to do.
                if ((*content & 0x7F) != 0)
                    handler(new ReadOnlySpan<byte>(content, 32));
            }
            finally
            {
                Libc.Free(content);
            }
        }

        died();
    }
}
