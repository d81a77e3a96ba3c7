using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>A client that speaks TLS and HTTP by hand, trusting exactly one CA.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;

    private RawClient(TcpClient tcp, SslStream stream)
    {
        _tcp = tcp;
        Stream = stream;
    }

    public SslStream Stream { get; }

    /// <param name="alpn">Names that it offers; what a browser does when none are given.</param>
    public static async Task<RawClient> ConnectAsync(
        IPEndPoint broker, string name, byte[] authority, SslProtocols protocols = SslProtocols.None, string[]? alpn = null)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(broker);
        var stream = new SslStream(tcp.GetStream());
        var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        chain.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(authority));
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = name,
                CertificateChainPolicy = chain,
                EnabledSslProtocols = protocols,
                ApplicationProtocols = [.. (alpn ?? ["h2", "http/1.1"]).Select(offered => new SslApplicationProtocol(offered))],
            });
            return new RawClient(tcp, stream);
        }
        catch
        {
            await stream.DisposeAsync();
            tcp.Dispose();
            throw;
        }
    }

    public async Task SendAsync(params string[] lines) => await Stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));

    /// <summary>Bytes up to the blank line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await Stream.ReadAsync(one).AsTask().WaitAsync(TimeSpan.FromSeconds(30)) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>One masked binary frame, as a browser would send it.</summary>
    public async Task SendFrameAsync(byte[] payload, byte opcode = 2)
    {
        byte[] mask = [1, 2, 3, 4];
        await Stream.WriteAsync((byte[])[(byte)(0x80 | opcode), (byte)(0x80 | payload.Length), .. mask, .. payload.Select((b, i) => (byte)(b ^ mask[i % 4]))]);
    }

    /// <summary>One short unmasked frame.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var head = new byte[2];
        await Stream.ReadExactlyAsync(head).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        var payload = new byte[head[1] & 0x7F];
        await Stream.ReadExactlyAsync(payload).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return (head[0] & 0x0F, payload);
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        _tcp.Dispose();
    }
}
