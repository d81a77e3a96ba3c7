using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks.Baselines;

/// <summary>Two TLS connections; what the first sends the second gets. Nothing is looked at.</summary>
internal static class TlsRelay
{
    private const int BufferBytes = 64 * 1024;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var certificate = OwnCertificate.Create();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        OwnCertificate.Announce(((IPEndPoint)listener.LocalEndpoint).Port, certificate);
        await using var from = await AcceptAsync();
        await using var to = await AcceptAsync();
        var buffer = new byte[BufferBytes];
        while (await from.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        async Task<SslStream> AcceptAsync()
        {
            var stream = new SslStream(new NetworkStream(await listener.AcceptSocketAsync(cancellationToken), ownsSocket: true));
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
            return stream;
        }
    }
}
