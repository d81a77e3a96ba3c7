using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Rfb;

/// <summary>
/// Lets any VNC viewer of this user on this computer look at the shadow: over a Unix socket that only the user can open, or over 127.0.0.1 with a
/// random password and three tries. Any number of viewers; disposal closes them all and takes the socket away.
/// </summary>
public sealed class LocalViewerServer : IAsyncDisposable
{
    /// <summary>
    /// Wrong passwords, over all connections, before no further viewer is let in. A connection that hasn't answered yet counts as well: many at
    /// once are no way to more guesses.
    /// </summary>
    public const int MaxTries = 3;

    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<ViewerSession, Task> sessions = new();
    private readonly Socket listener;
    private readonly ShadowFramebuffer shadow;
    private readonly IViewerInput input;
    private readonly ViewerOptions options;
    private readonly TimeProvider time;
    private readonly string? path;
    private readonly Task accepting;
    private int openTries;

    private LocalViewerServer(
        Socket listener, string? path, ShadowFramebuffer shadow, IViewerInput input, ViewerOptions options, TimeProvider time)
    {
        (this.listener, this.path, this.shadow, this.input, this.options, this.time) = (listener, path, shadow, input, options, time);
        accepting = AcceptAsync();
    }

    /// <summary>Port on 127.0.0.1; 0 for a Unix socket.</summary>
    public int Port => (listener.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>The password; null for a Unix socket.</summary>
    public string? Password => options.Password;

    /// <summary>What its viewers were sent.</summary>
    public ViewerCounters Counters { get; } = new();

    /// <summary>Viewers connected now.</summary>
    public int Viewers => sessions.Count;

    /// <summary>Listens on a Unix socket with mode 0600 and no RFB security. The folder should be the user's own as well.</summary>
    /// <param name="path">Must not exist.</param>
    /// <param name="shadow">The screen.</param>
    /// <param name="input">Takes what viewers do.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="options">What is offered.</param>
    public static LocalViewerServer OnUnixSocket(
        string path, ShadowFramebuffer shadow, IViewerInput input, TimeProvider time, ViewerOptions? options = null)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));

            // Nobody can connect before Listen, so there is no moment with a wider mode.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen();
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new LocalViewerServer(listener, path, shadow, input, (options ?? new ViewerOptions()) with { Password = null }, time);
    }

    /// <summary>Listens on a free port of 127.0.0.1 with a new random password.</summary>
    /// <param name="shadow">The screen.</param>
    /// <param name="input">Takes what viewers do.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="options">What is offered; its password is replaced.</param>
    public static LocalViewerServer OnLoopback(ShadowFramebuffer shadow, IViewerInput input, TimeProvider time, ViewerOptions? options = null)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new LocalViewerServer(
            listener, null, shadow, input, (options ?? new ViewerOptions()) with { Password = VncAuth.NewPassword() }, time);
    }

    /// <summary>Serves one viewer over a stream that came another way, such as a WebSocket of the browser page. Returns when it is gone.</summary>
    public async Task<ViewerEnd> ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var mayTry = new Try(this);
        if (!mayTry.Begin())
            return ViewerEnd.WrongPassword;
        var session = new ViewerSession(stream, shadow, input, options, time, Counters);
        var running = session.RunAsync(either.Token, mayTry.GiveBack);
        sessions[session] = running;
        try
        {
            var ended = await running.ConfigureAwait(false);
            if (ended != ViewerEnd.WrongPassword)
                mayTry.GiveBack();
            return ended;
        }
        finally
        {
            sessions.TryRemove(session, out _);
        }
    }

    /// <summary>Gives a text to the clipboard of every viewer.</summary>
    public void SendCutText(string text)
    {
        foreach (var session in sessions.Keys)
            session.SendCutText(text);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        if (path is not null)
            File.Delete(path);
        await accepting.ConfigureAwait(false);
        await Task.WhenAll(sessions.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(end.Token).ConfigureAwait(false);
                _ = ServeSocketAsync(socket);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // One connection that broke before it was taken; the next is none the worse.
            }
        }
    }

    private async Task ServeSocketAsync(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.InterNetwork)
            socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await ServeAsync(stream, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>One of the few tries; a wrong password keeps it for ever.</summary>
    private sealed class Try(LocalViewerServer server)
    {
        private int isHeld;

        public bool Begin()
        {
            if (server.options.Password is null)
                return true;
            isHeld = 1;
            if (Interlocked.Increment(ref server.openTries) <= MaxTries)
                return true;
            GiveBack();
            return false;
        }

        public void GiveBack()
        {
            if (Interlocked.Exchange(ref isHeld, 0) == 1)
                Interlocked.Decrement(ref server.openTries);
        }
    }
}
