using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport.Streams;

namespace Orchestrator.Plugins.Conformance.Proxy;

/// <summary>A proxy, or the target itself, in memory: each connection is served by what the test wrote. Counts what a connector does.</summary>
/// <param name="serve">Given the server's end and the connection's number, from 1.</param>
public sealed class ScriptedProxy(Func<WireStream, int, Task> serve) : IProxyDialer
{
    private readonly ConcurrentBag<Task> serving = [];

    /// <summary>Connections that were made, the connector's ends, in order.</summary>
    public List<WireStream> Dialled { get; } = [];

    /// <summary>Dials to the target itself.</summary>
    public int DirectDials { get; private set; }

    /// <summary>Dials to the proxy.</summary>
    public int ProxyDials { get; private set; }

    /// <summary>When set, each dial fails with it.</summary>
    public DialException? Failure { get; init; }

    /// <summary>Most bytes of one read at either end.</summary>
    public int LargestRead { get; init; } = int.MaxValue;

    /// <inheritdoc />
    public ValueTask<Stream> DialProxyAsync(CancellationToken cancellationToken)
    {
        ProxyDials++;
        return Dial(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<Stream> DialTargetAsync(CancellationToken cancellationToken)
    {
        DirectDials++;
        return Dial(cancellationToken);
    }

    /// <summary>Waits until every connection was served.</summary>
    public Task FinishAsync() => Task.WhenAll(serving);

    /// <summary>Reads one request head.</summary>
    public static async Task<string> ReadRequestAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                return head.ToString();
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Writes text.</summary>
    public static ValueTask WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends everything back until the other end closes.</summary>
    public static async Task EchoAsync(Stream stream)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
            await stream.WriteAsync(buffer.AsMemory(0, count));
    }

    private ValueTask<Stream> Dial(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
            throw Failure;
        var wire = new DuplexStreams(LargestRead);
        Dialled.Add(wire.Near);
        serving.Add(serve(wire.Far, Dialled.Count));
        return ValueTask.FromResult<Stream>(wire.Near);
    }
}
