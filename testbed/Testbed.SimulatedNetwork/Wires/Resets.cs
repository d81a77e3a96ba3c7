using System.Net.Sockets;

namespace Orchestrator.Testbed.SimulatedNetwork.Wires;

/// <summary>Resets connections, simulated and real ones.</summary>
internal static class Resets
{
    /// <summary>The other end learns that the connection is gone; what is under way is lost.</summary>
    public static void Reset(Stream stream)
    {
        switch (stream)
        {
            case SimulatedStream simulated:
                simulated.Connection.Reset();
                break;
            case NetworkStream network:
                ResetTcp(network);
                break;
        }
    }

    private static void ResetTcp(NetworkStream network)
    {
        try
        {
            // Closed without lingering, a TCP connection ends with a reset.
            network.Socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            // It has just ended by itself.
        }

        network.Close();
    }
}
