using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Conformance.Proxy;

/// <summary>A proxy, or the target itself, in memory: each connection is served by what the test wrote. Counts what a connector does.</summary>
/// <param name="serve">Given the server's end and the connection's number, from 1.</param>
public sealed class ScriptedProxy(Func<WireStream, int, Task> serve) : INamedProxyDialer
{
    private readonly ConcurrentBag<Task> serving = [];
    private readonly TaskCompletionSource dialled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Connections that were made, the connector's ends, in order.</summary>
    public List<WireStream> Dialled { get; } = [];

    /// <summary>Their other ends, in the same order.</summary>
    public List<WireStream> Served { get; } = [];

    /// <summary>Dials to the target itself.</summary>
    public int DirectDials { get; private set; }

    /// <summary>Dials to the proxy.</summary>
    public int ProxyDials { get; private set; }

    /// <summary>When set, each dial fails with it.</summary>
    public DialException? Failure { get; init; }

    /// <summary>When true, no dial ends but by its token.</summary>
    public bool NeverAnswers { get; init; }

    /// <summary>Most bytes of one read at either end.</summary>
    public int LargestRead { get; init; } = int.MaxValue;

    /// <inheritdoc />
    public string ProxyHost { get; init; } = "192.0.2.1";

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

    /// <summary>Ends at the first dial.</summary>
    public Task DialledAsync() => dialled.Task;

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

    /// <summary>Takes everything and says nothing until the other end closes.</summary>
    public static Task SwallowAsync(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CopyToAsync(Stream.Null);
    }

    private async ValueTask<Stream> Dial(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        dialled.TrySetResult();
        if (Failure is not null)
            throw Failure;
        if (NeverAnswers)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        var wire = new DuplexStreams(LargestRead);
        Dialled.Add(wire.Near);
        Served.Add(wire.Far);
        serving.Add(serve(wire.Far, Dialled.Count));
        return wire.Near;
    }
}
