using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.EndToEnd.Interception;

/// <summary>
/// A site's proxy that reads inside TLS: it shows each client a certificate of the site's own authority, speaks TLS of its own with the server, and keeps
/// all that passes in plaintext.
/// </summary>
internal sealed class InspectingProxy : IAsyncDisposable
{
    private readonly TestAuthority authority = new("Site inspection CA");
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> running = [];
    private readonly ConcurrentBag<CapturedConnection> captured = [];
    private readonly string folder;
    private readonly X509Certificate2 certificate;
    private readonly Task accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="name">The server that is impersonated.</param>
    /// <param name="folder">For the authority's certificate.</param>
    public InspectingProxy(string name, string folder)
    {
        this.folder = folder;
        certificate = authority.Issue([name]);
        File.WriteAllText(Authority, PemEncoding(authority.Root));
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Port at 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Address for a site file or a command line.</summary>
    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>File with the site's authority, which its IT has put on every computer.</summary>
    public string Authority => Path.Combine(folder, "site-authority.pem");

    /// <summary>Makes a program trust it beside nobody else.</summary>
    public IReadOnlyDictionary<string, string?> Trust => new Dictionary<string, string?> { ["SSL_CERT_FILE"] = Authority };

    /// <summary>All connections whose TLS it opened.</summary>
    public IReadOnlyCollection<CapturedConnection> Captured => captured;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(running);
        certificate.Dispose();
        authority.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                running.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy was disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var plain = client.GetStream();
            var target = (await HeadAsync(plain)).Split(' ')[1].Split(':');
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture), stop.Token);
            await plain.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop.Token);
            await using var inside = new SslStream(plain);
            await inside.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = [SslApplicationProtocol.Http11] }, stop.Token);
            var connection = new CapturedConnection();
            captured.Add(connection);
            await using var outside = new SslStream(server.GetStream(), false, (_, shown, _, _) => shown is not null);
            await outside.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = target[0], ApplicationProtocols = [SslApplicationProtocol.Http11] }, stop.Token);
            await Task.WhenAny(CopyAsync(inside, outside, connection.FromClient), CopyAsync(outside, inside, connection.FromServer));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // This connection is over; the test looks at what was captured.
        }
    }

    private async Task CopyAsync(Stream from, Stream to, MemoryStream capture)
    {
        var buffer = new byte[32 << 10];
        while (await from.ReadAsync(buffer, stop.Token) is > 0 and var read)
        {
            lock (capture)
            {
                capture.Write(buffer.AsSpan(0, read));
            }

            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, stop.Token);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static string PemEncoding(ReadOnlyMemory<byte> der) => System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", der.Span);
}

/// <summary>What passed inside one connection's TLS.</summary>
internal sealed class CapturedConnection
{
    /// <summary>To the server; locked while it is written.</summary>
    public MemoryStream FromClient { get; } = new();

    /// <summary>To the client; locked while it is written.</summary>
    public MemoryStream FromServer { get; } = new();

    /// <summary>Both directions as they were, and once more without the masks of WebSocket.</summary>
    public IEnumerable<byte[]> Plaintext()
    {
        foreach (var stream in new[] { FromClient, FromServer })
        {
            byte[] bytes;
            lock (stream)
            {
                bytes = stream.ToArray();
            }

            yield return bytes;
            yield return WebSocketPayload.Of(bytes);
        }
    }
}
