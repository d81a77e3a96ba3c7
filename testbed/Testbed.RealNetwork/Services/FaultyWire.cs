using System.Net;
using System.Net.Sockets;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.SimulatedNetwork.Servers;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>
/// The wire between the instrument PC and its next hop, as a program on the router that takes connections over: between two real connections it runs the
/// simulated wire, with the same faults from the same seed. The kernel here has no network emulator of its own.
/// </summary>
internal sealed class FaultyWire(Computer router, FaultSetup faults)
{
    private int _connections;

    /// <summary>Hands one connection on.</summary>
    /// <param name="from">The instrument PC's end.</param>
    /// <param name="to">Where it was going.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ServeAsync(Stream from, IPEndPoint to, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _connections);
        await using var far = new NetworkStream(await ComputerSockets.ConnectAsync(router, to, cancellationToken).ConfigureAwait(false), ownsSocket: true);
        using var wire = Connection.Make(faults, number, TimeProvider.System, new Quiet());
        await using var reset = wire.Over.Register(() => ResetBoth(from, far)).ConfigureAwait(false);
        await Task.WhenAll(
            Relay.RunAsync(from, wire.Near, idle: null, TimeProvider.System, cancellationToken),
            Relay.RunAsync(wire.Far, far, idle: null, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
    }

    private static void ResetBoth(Stream one, Stream other)
    {
        foreach (var end in (Stream[])[one, other])
        {
            try
            {
                Resets.Reset(end);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // It is gone already.
            }
        }
    }
}
