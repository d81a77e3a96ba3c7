using System.Buffers.Binary;
using System.Net.Sockets;

namespace Orchestrator.PluginFolders;

/// <summary>Whose program is at the other end of a Unix socket, as the kernel says. Only Linux says it here; elsewhere the file's mode and its folder decide alone.</summary>
internal static class SocketUser
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>True when the peer of a connection runs under the account under which the listener listens.</summary>
    public static bool IsSame(Socket listener, Socket connection) => !OperatingSystem.IsLinux() || Of(connection) == Of(listener);

    // struct ucred { pid_t pid; uid_t uid; gid_t gid; }; of a listening socket it names whoever made it listen.
    private static uint Of(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length
            ? BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]) : BinaryPrimitives.ReadUInt32BigEndian(credentials[4..])
            : throw new SocketException((int)SocketError.AccessDenied);
    }
}
