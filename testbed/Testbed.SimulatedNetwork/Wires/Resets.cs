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
                // Closed without lingering, a TCP connection ends with a reset.
                network.Socket.LingerState = new LingerOption(true, 0);
                network.Close();
                break;
        }
    }
}
