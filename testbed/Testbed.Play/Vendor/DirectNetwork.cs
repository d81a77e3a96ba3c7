using System.Net;
using System.Net.Sockets;
using Orchestrator.Links.Dialing;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Play.Vendor;

/// <summary>The technician's own network: the vendor's name and port lead to where the broker really listens, with nothing between.</summary>
public sealed class DirectNetwork(IPEndPoint broker) : INetwork
{
    /// <inheritdoc/>
    public ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IPAddress[]>(name == SiteNames.Broker ? [SiteNames.BrokerV4] : []);

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken)
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
