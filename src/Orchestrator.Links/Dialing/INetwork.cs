using System.Net;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// What the dialer stands on: names and TCP connections. The platform's in every program; the testbed puts a simulated network in its place, so that
/// guard, proxies, TLS and transports run there unchanged.
/// </summary>
public interface INetwork
{
    /// <summary>Addresses of a name, in the resolver's order; none when it has none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name can't be resolved.</exception>
    ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken);

    /// <summary>A connection, which is the caller's.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Refused, unreachable or reset.</exception>
    ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken);
}
