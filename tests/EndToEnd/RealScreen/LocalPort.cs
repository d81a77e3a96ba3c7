using System.Net;
using System.Net.Sockets;
using Orchestrator.Rfb;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>The console's local RFB server on a socket, and a loopback port that leads there, for tools that know no sockets. Tests only.</summary>
internal sealed class LocalPort : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly LocalViewerServer _server;
    private readonly string _path;
    private readonly Task _accepting;

    public LocalPort(ShadowFramebuffer screen, string path, ScreenEncodings encodings)
    {
        _path = path;
        _server = LocalViewerServer.OnUnixSocket(path, screen, new NoInput(), TimeProvider.System, new ViewerOptions { Encodings = encodings });
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The server's socket.</summary>
    public string Socket => _path;

    /// <summary>What its viewers were sent.</summary>
    public ViewerCounters Sent => _server.Counters;

    /// <summary>As RFB tools count: ports from 5900.</summary>
    public string Display => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port - 5900}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await _server.DisposeAsync();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                using var socket = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path), _end.Token);
                await using var there = new NetworkStream(socket);
                var here = client.GetStream();
                using var done = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                await Task.WhenAny(here.CopyToAsync(there, done.Token), there.CopyToAsync(here, done.Token));
                await done.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private sealed class NoInput : IViewerInput
    {
        public ValueTask PointerAsync(int x, int y, int buttons, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask KeyAsync(uint keysym, bool down, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CutTextAsync(string text, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
