using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Baselines;

/// <summary>One of the plain relays in a process of its own, and connections to it.</summary>
internal sealed class BaselineProcess : IAsyncDisposable
{
    private readonly string _hash;
    private readonly int _port;

    private BaselineProcess(ChildProcess process, int port, string hash) => (Process, _port, _hash) = (process, port, hash);

    public ChildProcess Process { get; }

    public static async Task<BaselineProcess> StartAsync(string kind, CancellationToken cancellationToken)
    {
        var process = ChildProcess.StartOwn("orchestrator-baselines", kind);
        var said = (await process.LineAsync("listening", cancellationToken)).Split(' ');
        return new BaselineProcess(process, int.Parse(said[2], CultureInfo.InvariantCulture), said[3]);
    }

    /// <summary>A TLS connection; only the certificate that the process named is taken.</summary>
    public async Task<SslStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == _hash,
            },
            cancellationToken);
        return stream;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
