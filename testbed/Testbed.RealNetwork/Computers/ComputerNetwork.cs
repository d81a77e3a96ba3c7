using System.Net;
using System.Net.Sockets;
using Orchestrator.Links.Dialing;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Computers;

/// <summary>The network of somebody of this process who sits at a computer there: the technician at the vendor's.</summary>
internal sealed class ComputerNetwork(Computer computer) : INetwork
{
    /// <inheritdoc/>
    public ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IPAddress[]>(name == SiteNames.Broker ? [SiteNames.BrokerV4] : []);

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken) =>
        new NetworkStream(await ComputerSockets.ConnectAsync(computer, to, cancellationToken).ConfigureAwait(false), ownsSocket: true);
}
