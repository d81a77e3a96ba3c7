using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Conformance.Transport;

/// <summary>The way from an endpoint to a broker through memory, over as many connections as a transport dials; a broker's half serves them.</summary>
/// <param name="largestRead">See <see cref="DuplexStreams"/>.</param>
public sealed class MemoryRoute(int largestRead = int.MaxValue)
{
    private readonly Lock gate = new();
    private readonly List<DuplexStreams> wires = [];
    private bool isClosed;

    /// <summary>Bytes that the broker sent.</summary>
    public long Written => Wires.Sum(wire => wire.Far.Written);

    /// <summary>True when the endpoint has closed every connection that it dialled.</summary>
    public bool IsClosedByEndpoint => Wires.All(wire => wire.Near.IsDisposed);

    private DuplexStreams[] Wires
    {
        get
        {
            lock (gate)
                return [.. wires];
        }
    }

    /// <summary>A dialer to it.</summary>
    /// <param name="serve">Serves the broker's end of one connection.</param>
    public MemoryDialer Dialer(Func<IReadOnlyList<string>, WireStream, Task> serve) => new(null) { Open = alpn => Open(alpn, serve) };

    /// <summary>Cuts every connection; no further one is made.</summary>
    public void Break()
    {
        Close();
        foreach (var wire in Wires)
            wire.Break();
    }

    /// <summary>The broker's ends are closed without a word; no further connection is made.</summary>
    public async Task CloseFarAsync()
    {
        Close();
        foreach (var wire in Wires)
            await wire.Far.DisposeAsync();
    }

    private WireStream? Open(IReadOnlyList<string> alpn, Func<IReadOnlyList<string>, WireStream, Task> serve)
    {
        lock (gate)
        {
            if (isClosed)
                return null;
            var wire = new DuplexStreams(largestRead);
            wires.Add(wire);
            _ = serve(alpn, wire.Far);
            return wire.Near;
        }
    }

    private void Close()
    {
        lock (gate)
            isClosed = true;
    }
}
