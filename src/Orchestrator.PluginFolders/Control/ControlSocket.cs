using System.Net.Sockets;
using System.Text;

namespace Orchestrator.PluginFolders;

/// <summary>The file through which a running program is asked about its plugins: its owner's alone, and gone with the program.</summary>
public static class ControlSocket
{
    /// <summary>Its name in a data folder.</summary>
    public const string FileName = "plugins.sock";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Listens. A file that a program left behind when it died is taken away; one on which another program listens isn't.</summary>
    /// <exception cref="ControlException">It can't; the sentence says why.</exception>
    internal static Socket Listen(string path)
    {
        var endPoint = EndPoint(path);
        if (File.Exists(path) && IsListenedOn(endPoint))
            throw new ControlException($"Another program listens on {path} already. End it, or use another data folder.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(endPoint);

            // Nobody can connect before it listens, so nobody comes in under the mode that it was made with.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, OwnerOnly);
            socket.Listen(ControlLimits.Connections);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new ControlException($"The socket {path} can't be made: {e.Message} Let this user write that folder.", e);
        }
    }

    /// <summary>Connects.</summary>
    /// <exception cref="ControlException">Nobody listens there, or not for this user.</exception>
    internal static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var endPoint = EndPoint(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ControlException(
                e.SocketErrorCode == SocketError.AccessDenied
                    ? $"This user may not use {path}. Give the command as the user under which the program runs."
                    : $"No program listens on {path}. Start it with a plugin folder (--plugins), or name its data folder.",
                e);
        }
    }

    private static bool IsListenedOn(UnixDomainSocketEndPoint endPoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static UnixDomainSocketEndPoint EndPoint(string path) =>
        Encoding.UTF8.GetByteCount(path) < ControlLimits.PathBytes
            ? new UnixDomainSocketEndPoint(path)
            : throw new ControlException($"The path {path} is too long for a socket: it may have {ControlLimits.PathBytes - 1} bytes. Use a data folder with a shorter path.");
}
