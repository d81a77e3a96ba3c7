using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>The real broker as a host of a scenario's network.</summary>
/// <param name="connect">Connects to it.</param>
internal sealed class BrokerBridge(Func<CancellationToken, Task<Stream>> connect)
{
    /// <summary>One that listens on the loopback interface.</summary>
    public BrokerBridge(IPEndPoint broker)
        : this(cancellationToken => ConnectAsync(broker, cancellationToken))
    {
    }

    /// <summary>A connection to it.</summary>
    public Task<Stream> ConnectAsync(CancellationToken cancellationToken) => connect(cancellationToken);

    /// <summary>Hands a connection on, byte for byte.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var inner = await ConnectAsync(cancellationToken);
        await Relay.RunAsync(stream, inner, idle: null, TimeProvider.System, cancellationToken);
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint broker, CancellationToken cancellationToken)
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
}
