using System.Net;
using System.Net.Sockets;
using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Makes TCP connections. Addresses of both families in turn, the next one started when the one before is slow or has failed; the first that connects
/// wins, the others are closed.
/// </summary>
internal sealed class TcpConnector(INetwork network, TimeProvider time)
{
    /// <summary>For all of one connection.</summary>
    public TimeSpan Limit { get; init; } = DialerLimits.Connect;

    /// <summary>Connects. The endpoint has passed the guard, or is the configured proxy.</summary>
    /// <exception cref="DialException">No name, no answer, or too slow.</exception>
    public async Task<(Stream Stream, IPEndPoint Address)> ConnectAsync(Endpoint to, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        IPAddress[]? addresses = null;
        try
        {
            addresses = await ResolveAsync(to, stop.Token).ConfigureAwait(false);
            return await RaceAsync(to, addresses, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var why = $"no answer within {Limit.TotalSeconds:0} s";
            throw addresses is null ? DialFailures.NameNotFound(to, why) : DialFailures.Unreachable(to, why);
        }
    }

    /// <summary>Families in turn, beginning with the family that the resolver put first.</summary>
    internal static IPAddress[] Interleave(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return [];
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var second = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToArray();
        var mixed = new List<IPAddress>();
        for (var i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            mixed.AddRange(first.Skip(i).Take(1));
            mixed.AddRange(second.Skip(i).Take(1));
        }

        return [.. mixed.Take(DialerLimits.Addresses)];
    }

    private async Task<IPAddress[]> ResolveAsync(Endpoint to, CancellationToken cancellationToken)
    {
        if (to.IsProxy && IPAddress.TryParse(to.Host, out var literal))
            return [literal];
        try
        {
            var found = await network.ResolveAsync(to.Host, cancellationToken).ConfigureAwait(false);
            return found.Length > 0 ? Interleave(found) : throw DialFailures.NameNotFound(to, "no address");
        }
        catch (SocketException problem)
        {
            throw DialFailures.NameNotFound(to, problem.SocketErrorCode.ToString());
        }
    }

    private async Task<(Stream Stream, IPEndPoint Address)> RaceAsync(Endpoint to, IPAddress[] addresses, CancellationTokenSource stop)
    {
        var running = new List<Task<(Stream Stream, IPEndPoint Address)>>();
        var begun = 0;
        var reason = "";
        try
        {
            while (true)
            {
                if (begun < addresses.Length)
                    running.Add(ConnectOneAsync(new IPEndPoint(addresses[begun++], to.Port), stop.Token));
                Task[] awaited = begun < addresses.Length ? [.. running, Task.Delay(DialerLimits.Stagger, time, stop.Token)] : [.. running];
                var ended = await Task.WhenAny(awaited).ConfigureAwait(false);
                if (ended is not Task<(Stream Stream, IPEndPoint Address)> attempt)
                {
                    await ended.ConfigureAwait(false);
                    continue;
                }

                running.Remove(attempt);
                try
                {
                    return await attempt.ConfigureAwait(false);
                }
                catch (SocketException problem)
                {
                    reason = problem.SocketErrorCode.ToString();
                }

                if (running.Count == 0 && begun == addresses.Length)
                    throw DialFailures.Unreachable(to, reason);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var loser in running)
                _ = loser.ContinueWith(CloseLate, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<(Stream Stream, IPEndPoint Address)> ConnectOneAsync(IPEndPoint to, CancellationToken cancellationToken) =>
        (await network.ConnectAsync(to, cancellationToken).ConfigureAwait(false), to);

    private static void CloseLate(Task<(Stream Stream, IPEndPoint Address)> loser)
    {
        if (loser.IsCompletedSuccessfully)
            loser.GetAwaiter().GetResult().Stream.Dispose();
        else
            _ = loser.Exception;
    }
}
