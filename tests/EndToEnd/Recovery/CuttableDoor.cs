using System.Net;
using System.Net.Sockets;

namespace Orchestrator.EndToEnd.Recovery;

/// <summary>Stands before the vendor's port at another address of the loopback interface and passes every byte, until it is cut: from then on nobody gets through.</summary>
internal sealed class CuttableDoor : IAsyncDisposable
{
    public const string Address = "127.0.0.2";

    private readonly TcpListener _listener;
    private readonly int _port;
    private readonly Lock _gate = new();
    private readonly List<Socket> _open = [];
    private readonly Task _running;
    private bool _isCut;

    public CuttableDoor(int port)
    {
        _port = port;
        _listener = new TcpListener(IPAddress.Parse(Address), port);
        _listener.Start();
        _running = AcceptAsync();
    }

    /// <summary>Breaks every connection with a reset, and takes no other.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _isCut = true;
            _listener.Stop();
            foreach (var socket in _open)
            {
                // A linger time of nothing makes it a reset.
                socket.Close(timeout: 0);
            }

            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _running;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptSocketAsync()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        if (!Keep(near, far))
        {
            return;
        }

        try
        {
            await far.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port));
            await using var one = new NetworkStream(near, ownsSocket: true);
            await using var other = new NetworkStream(far, ownsSocket: true);
            await Task.WhenAny(one.CopyToAsync(other), other.CopyToAsync(one));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // Whichever end is left learns it by its own connection.
            near.Close();
            far.Close();
        }
    }

    private bool Keep(Socket near, Socket far)
    {
        lock (_gate)
        {
            if (_isCut)
            {
                near.Close();
                far.Close();
                return false;
            }

            _open.AddRange([near, far]);
            return true;
        }
    }
}
