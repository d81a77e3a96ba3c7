using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Testbed.Servers.Interception;

/// <summary>
/// A site's proxy that ends TLS: takes CONNECT, answers with a certificate of the site's own authority, and looks at the HTTP inside. What it does to that
/// is in its options; what it saw is in its capture.
/// </summary>
public sealed class InterceptingProxy : IAsyncDisposable
{
    private readonly InterceptionOptions _options;
    private readonly X509Certificate2Collection _trusted;
    private readonly TcpListener _listener;
    private readonly Capture _capture;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _serving = new();
    private readonly Task _accepting;

    private InterceptingProxy(InterceptionOptions options, X509Certificate2Collection trusted)
    {
        (_options, _trusted, _capture) = (options, trusted, new Capture(options.CapturePath));
        _listener = new TcpListener(options.Listen);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What its clients have to trust.</summary>
    public InterceptingAuthority Authority { get; } = new();

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Bytes of plaintext that it saw.</summary>
    public long SeenBytes => _capture.Bytes;

    /// <summary>Starts one.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="trusted">Roots of the servers behind it, DER; nothing else is trusted.</param>
    public static InterceptingProxy Start(InterceptionOptions options, params ReadOnlyMemory<byte>[] trusted) =>
        new(options, [.. trusted.Select(root => X509CertificateLoader.LoadCertificate(root.Span))]);

    /// <summary>Ends every connection, and completes the capture.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_serving.Keys).ConfigureAwait(false);
        _capture.Dispose();
        Authority.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
                var serving = ServeAsync(client);
                _serving[serving] = 0;
                _ = serving.ContinueWith(ended => _serving.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using var _ = client;
        try
        {
            client.NoDelay = true;
            if (_options.Hang)
                await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token).ConfigureAwait(false);
            await ConnectAsync(client.GetStream()).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException or AuthenticationException or OperationCanceledException or FormatException or ObjectDisposedException or NotSupportedException)
        {
            // One side went, said what isn't HTTP, or sent more than is kept: the connection ends.
        }
    }

    private async Task ConnectAsync(NetworkStream raw)
    {
        var request = await HttpHeadText.ReadAsync(raw, _stop.Token).ConfigureAwait(false);
        if (request?.Text.Split(' ') is not ["CONNECT", var target, ..])
            return;
        var (host, port) = (target[..target.LastIndexOf(':')], int.Parse(target[(target.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        using var server = new TcpClient { NoDelay = true };
        if (_options.Resolve is { } resolve)
            await server.ConnectAsync(resolve(host), port, _stop.Token).ConfigureAwait(false);
        else
            await server.ConnectAsync(host, port, _stop.Token).ConfigureAwait(false);
        await raw.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token).ConfigureAwait(false);
        await using var inside = await AnswerAsync(raw, host).ConfigureAwait(false);
        await using var outside = await AskAsync(server.GetStream(), host).ConfigureAwait(false);
        await using var seen = new CapturedStream(inside, _capture);
        await using var answered = new CapturedStream(outside, _capture);
        await new HttpPassage(_options).RunAsync(seen, answered, _stop.Token).ConfigureAwait(false);
    }

    private async Task<SslStream> AnswerAsync(Stream raw, string host)
    {
        var tls = new SslStream(raw, leaveInnerStreamOpen: true);
        var options = new SslServerAuthenticationOptions { ServerCertificate = Authority.For(host), ApplicationProtocols = [SslApplicationProtocol.Http11] };
        await tls.AuthenticateAsServerAsync(options, _stop.Token).ConfigureAwait(false);
        return tls;
    }

    private async Task<SslStream> AskAsync(Stream raw, string host)
    {
        var tls = new SslStream(raw, leaveInnerStreamOpen: true);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_trusted);
        var options = new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy, ApplicationProtocols = [SslApplicationProtocol.Http11] };
        await tls.AuthenticateAsClientAsync(options, _stop.Token).ConfigureAwait(false);
        return tls;
    }
}
