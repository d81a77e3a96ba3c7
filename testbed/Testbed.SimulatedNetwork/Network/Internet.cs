using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.SimulatedNetwork.Network;

/// <summary>Serves one connection; the stream is closed when it returns.</summary>
internal delegate Task Serve(Stream stream, CancellationToken cancellationToken);

/// <summary>
/// Every host of one scenario: who has which name and address, and what listens there. Everybody here reaches everybody; the instrument PC looks at it
/// through its own <see cref="InstrumentView"/>, with resolver and firewall.
/// </summary>
internal sealed class Internet(FaultSetup faults, TimeProvider time, Quiet quiet) : IAsyncDisposable
{
    private readonly Dictionary<string, IPAddress[]> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IPEndPoint, Serve> _listeners = [];
    private readonly Dictionary<IPAddress, HostRole> _roles = [];
    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private int _numbers;

    /// <summary>Told of what moves.</summary>
    public Quiet Quiet => quiet;

    /// <summary>The clock of arrivals.</summary>
    public TimeProvider Time => time;

    /// <summary>A host with its names and addresses.</summary>
    public void Add(HostRole role, IPAddress[] addresses, params string[] names)
    {
        foreach (var name in names)
            _names[name] = addresses;
        foreach (var address in addresses)
            _roles[address] = role;
    }

    /// <summary>Something listens on every address of a host.</summary>
    public void Listen(HostRole role, int port, Serve serve)
    {
        foreach (var (address, _) in _roles.Where(one => one.Value == role))
            _listeners[new IPEndPoint(address, port)] = serve;
    }

    /// <summary>Addresses of a name.</summary>
    public IPAddress[] Resolve(string name) => _names.GetValueOrDefault(name) ?? [];

    /// <summary>Which host has an address; null: nobody.</summary>
    public HostRole? RoleOf(IPAddress address) => _roles.TryGetValue(address, out var role) ? role : null;

    /// <summary>Connects from anywhere but the instrument PC: by name, over a wire without faults.</summary>
    /// <exception cref="SocketException">Not found, or refused.</exception>
    public Stream Connect(string name, int port)
    {
        var addresses = IPAddress.TryParse(name, out var literal) ? [literal] : Resolve(name);
        return addresses is [var first, ..]
            ? Connect(new IPEndPoint(first, port), new FaultSetup())
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Connects the instrument PC, over its wire.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public SimulatedStream ConnectInstrument(IPEndPoint to) => Connect(to, faults);

    /// <summary>The connections that there are at this moment are reset.</summary>
    public void CutAll()
    {
        foreach (var (connection, _) in _connections)
            connection.Reset();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        CutAll();
        await Task.WhenAll(_connections.Values);
        _stop.Dispose();
    }

    private SimulatedStream Connect(IPEndPoint to, FaultSetup with)
    {
        if (!_listeners.TryGetValue(to, out var serve))
            throw new SocketException((int)SocketError.ConnectionRefused);
        var connection = Connection.Make(with, ReferenceEquals(with, faults) ? Interlocked.Increment(ref _numbers) : 0, time, quiet);
        quiet.Moved();
        var serving = new TaskCompletionSource();
        _connections[connection] = serving.Task;
        _ = ServeAsync(connection, serve, serving);
        return connection.Near;
    }

    private async Task ServeAsync(Connection connection, Serve serve, TaskCompletionSource serving)
    {
        await Task.Yield();
        try
        {
            await using (connection.Far)
                await serve(connection.Far, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // This connection is over; whoever is at its other end sees that.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            serving.SetResult();
        }
    }
}
