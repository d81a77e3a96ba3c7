using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.TestSupport.Network;

/// <summary>A server on the loopback interface that does with each connection what a test says; inside TLS where it has a certificate.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly X509Certificate2? certificate;
    private readonly Func<Stream, CancellationToken, Task> serve;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Task accepting;
    private int accepted;

    private LoopbackServer(X509Certificate2? certificate, Func<Stream, CancellationToken, Task> serve, IPAddress address)
    {
        (this.certificate, this.serve) = (certificate, serve);
        listener = new TcpListener(address, 0);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Port that it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Accepted => accepted;

    /// <summary>Starts one.</summary>
    /// <param name="serve">Called for each connection; what it throws ends that connection only.</param>
    /// <param name="certificate">For TLS; null: plain TCP.</param>
    /// <param name="address">Loopback address; 127.0.0.1 when null.</param>
    public static LoopbackServer Start(Func<Stream, CancellationToken, Task> serve, X509Certificate2? certificate = null, IPAddress? address = null) =>
        new(certificate, serve, address ?? IPAddress.Loopback);

    /// <summary>Sends everything back.</summary>
    public static async Task EchoAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.CopyToAsync(stream, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(connections);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                Interlocked.Increment(ref accepted);
                connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception ended) when (stop.IsCancellationRequested && ended is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server was disposed, perhaps between two connections.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            await using Stream raw = new NetworkStream(socket, ownsSocket: true);
            if (certificate is null)
            {
                await serve(raw, stop.Token);
                return;
            }

            await using var tls = new SslStream(raw);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ApplicationProtocols = [SslApplicationProtocol.Http11],
                },
                stop.Token);
            await serve(tls, stop.Token);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or AuthenticationException or SocketException)
        {
            // This connection is over; the test looks at the other end.
        }
    }
}
