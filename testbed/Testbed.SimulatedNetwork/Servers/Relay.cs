using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>Copies two streams into each other until both directions are at their end.</summary>
internal static class Relay
{
    private const int Buffer = 32 * 1024;

    /// <summary>Runs both directions. A broken one breaks the other.</summary>
    /// <param name="one">An end.</param>
    /// <param name="other">The other.</param>
    /// <param name="idle">Silence in both directions after which it is cut; null: never.</param>
    /// <param name="time">Clock of the silence.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(Stream one, Stream other, TimeSpan? idle, TimeProvider time, CancellationToken cancellationToken)
    {
        using var cut = new CancellationTokenSource(idle ?? Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cut.Token);
        Action moved = idle is { } span ? () => cut.CancelAfter(span) : () => { };
        var there = CopyAsync(one, other, moved, stop.Token);
        var back = CopyAsync(other, one, moved, stop.Token);
        if (!await await Task.WhenAny(there, back))
            await stop.CancelAsync();
        await Task.WhenAll(there, back);
    }

    /// <summary>True when it came to its end, false when it broke.</summary>
    private static async Task<bool> CopyAsync(Stream from, Stream to, Action moved, CancellationToken cancellationToken)
    {
        var buffer = new byte[Buffer];
        try
        {
            while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                moved();
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await to.FlushAsync(cancellationToken);
            }

            EndWriting(to);
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static void EndWriting(Stream to)
    {
        switch (to)
        {
            case SimulatedStream simulated:
                simulated.EndWriting();
                break;
            case System.Net.Sockets.NetworkStream network:
                network.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
                break;
            default:
                to.Close();
                break;
        }
    }
}
