using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Links.Dialing;

/// <summary>The platform's names and sockets: the only place in the product that makes client sockets.</summary>
/// <param name="resolve">Replaces the platform's name resolution; null: the platform's.</param>
internal sealed class SystemNetwork(Func<string, IPAddress[]>? resolve) : INetwork
{
    /// <inheritdoc />
    public async ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => resolve is null
        ? await Dns.GetHostAddressesAsync(name, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false) // On Linux a question that is under way can't be cancelled, and a silent resolver takes ten seconds.
        : resolve(name);

    /// <inheritdoc />
    public async ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
