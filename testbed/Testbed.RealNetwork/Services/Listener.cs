using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>A server of the testbed's own on a computer: does with each connection what it is told, and resets it afterwards if it is still there.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Func<Stream, CancellationToken, Task> _serve;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<NetworkStream, Task> _connections = new();
    private readonly Task _accepting;

    private Listener(Socket socket, Func<Stream, CancellationToken, Task> serve)
    {
        (_socket, _serve) = (socket, serve);
        _accepting = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Starts one.</summary>
    /// <param name="computer">Where.</param>
    /// <param name="at">Address and port; the IPv6 wildcard takes IPv4 as well; port 0 takes a free one.</param>
    /// <param name="serve">Called for each connection; what it throws ends that connection only.</param>
    public static async Task<Listener> StartAsync(Computer computer, IPEndPoint at, Func<Stream, CancellationToken, Task> serve) =>
        new(await ComputerSockets.ListenAsync(computer, at).ConfigureAwait(false), serve);

    /// <summary>Resets all connections of this moment.</summary>
    public void CutAll()
    {
        foreach (var connection in _connections.Keys)
        {
            Resets.Reset(connection);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        CutAll();
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                socket.NoDelay = true;
                var stream = new NetworkStream(socket, ownsSocket: true);
                var served = new TaskCompletionSource();
                _connections[stream] = served.Task;
                _ = ServeAsync(stream, served);
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed, perhaps between two connections.
        }
    }

    private async Task ServeAsync(NetworkStream stream, TaskCompletionSource served)
    {
        await Task.Yield();
        try
        {
            await using (stream.ConfigureAwait(false))
            {
                await _serve(stream, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or AuthenticationException or InvalidOperationException)
        {
            // This connection is over; whoever is at its other end sees that.
        }
        finally
        {
            _connections.TryRemove(stream, out _);
            served.SetResult();
        }
    }
}
