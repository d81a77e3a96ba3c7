using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Pac.Tests;

/// <summary>A network of a few names.</summary>
internal sealed class TableNetwork(params (string Name, string Address)[] table) : IPacNetwork
{
    private int asked;

    public IPAddress? OwnAddress { get; init; } = IPAddress.Parse("10.20.30.40");

    /// <summary>True: a name that isn't in the table never gets an answer.</summary>
    public bool IsMute { get; init; }

    public int Asked => asked;

    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        await Task.Yield();
        if (table.FirstOrDefault(row => row.Name == name).Address is { } address)
            return [IPAddress.Parse(address)];
        if (IsMute)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new SocketException((int)SocketError.HostNotFound);
    }
}
