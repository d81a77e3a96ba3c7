using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Computers;

/// <summary>
/// Sockets of this process on another computer's network. A socket belongs for its whole life to the network that its maker's thread was in, so a thread
/// of its own enters the computer, makes the socket and ends.
/// </summary>
internal static partial class ComputerSockets
{
    private const int NetworkNamespace = 0x40000000;

    /// <summary>Listens there.</summary>
    /// <exception cref="WorldException">It can't.</exception>
    public static async Task<Socket> ListenAsync(Computer computer, IPEndPoint at)
    {
        var socket = await MakeAsync(computer, at.AddressFamily).ConfigureAwait(false);
        try
        {
            if (at.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(at);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new WorldException($"Nothing can listen on {at} of the computer {computer.Name}: {e.Message}", e);
        }
    }

    /// <summary>Connects from there.</summary>
    /// <exception cref="SocketException">Refused, unreachable or reset.</exception>
    public static async Task<Socket> ConnectAsync(Computer computer, IPEndPoint to, CancellationToken cancellationToken)
    {
        var socket = await MakeAsync(computer, to.AddressFamily).ConfigureAwait(false);
        try
        {
            await socket.ConnectAsync(to, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Task<Socket> MakeAsync(Computer computer, AddressFamily family)
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Enter(computer);
                made.SetResult(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
            }
            catch (Exception e)
            {
                made.SetException(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return made.Task;
    }

    private static void Enter(Computer computer)
    {
        using var network = File.OpenHandle($"/proc/{computer.Pid}/ns/net");
        if (SetNamespace(network, NetworkNamespace) != 0)
        {
            throw new WorldException($"The network of the computer {computer.Name} can't be entered: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int kind);
}
