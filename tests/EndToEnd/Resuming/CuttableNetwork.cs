using System.Net;
using System.Net.Sockets;
using Orchestrator.Links.Dialing;

namespace Orchestrator.EndToEnd.Resuming;

/// <summary>Real connections on the loopback interface, which can all be broken at once, as a proxy does that cuts its tunnels.</summary>
internal sealed class CuttableNetwork : INetwork
{
    private readonly Lock _gate = new();
    private readonly List<Socket> _open = [];
    private int _made;

    /// <summary>Connections so far.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <inheritdoc/>
    public ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => new([IPAddress.Loopback]);

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(to, cancellationToken);
        lock (_gate)
        {
            _open.Add(socket);
        }

        Interlocked.Increment(ref _made);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Breaks every connection that there is, with a reset: what is under way is lost.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var socket in _open)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
            }

            _open.Clear();
        }
    }
}
