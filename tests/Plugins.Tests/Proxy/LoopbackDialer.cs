using System.Net;
using System.Net.Sockets;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>The host's part, for tests of a connector alone: it connects to the proxy at 127.0.0.1 and to nothing else.</summary>
internal sealed class LoopbackDialer(int port) : INamedProxyDialer
{
    public string ProxyHost => "127.0.0.1";

    public async ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public ValueTask<Stream> DialTargetAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("A proxy was named.");
}
