using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>The real broker, which listens on the loopback interface, as a host of the simulated network.</summary>
internal sealed class BrokerBridge(IPEndPoint broker)
{
    /// <summary>A connection to it.</summary>
    public async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(broker.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(broker, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Hands a connection on, byte for byte.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var inner = await ConnectAsync(cancellationToken);
        await Relay.RunAsync(stream, inner, idle: null, TimeProvider.System, cancellationToken);
    }
}
