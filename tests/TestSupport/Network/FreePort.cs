using System.Net;
using System.Net.Sockets;

namespace Orchestrator.TestSupport.Network;

/// <summary>Ports for real servers on the loopback interface.</summary>
public static class FreePort
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    /// <summary>One that nobody listens on at this moment.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a program listens at 127.0.0.1.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public static async Task WaitUntilListeningAsync(int port, ExternalProcess process)
    {
        using var limit = new CancellationTokenSource(StartTime);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await pause.WaitForNextTickAsync(limit.Token))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The server ended: {await process.ReadErrorsAsync()}");
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), limit.Token);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }
}
