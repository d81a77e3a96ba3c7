using System.IO.Pipelines;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Conformance.Transport;

/// <summary>Both halves of a transport, connected through memory and running; each with the host's end of its pipe.</summary>
public sealed class ConnectedLinks : IAsyncDisposable
{
    private readonly ITransportLink dialled;
    private readonly ITransportLink accepted;
    private readonly CancellationTokenSource endpointStop = new();
    private readonly CancellationTokenSource brokerStop = new();

    private ConnectedLinks(MemoryRoute wire, ITransportLink dialled, ITransportLink accepted, int pipeBytes)
    {
        (Wire, this.dialled, this.accepted) = (wire, dialled, accepted);
        var (near, far) = (PipePair.Create(pipeBytes), PipePair.Create(pipeBytes));
        (Endpoint, Broker) = (near.Host, far.Host);
        EndpointEnd = dialled.RunAsync(near.Lent, endpointStop.Token).AsTask();
        BrokerEnd = accepted.RunAsync(far.Lent, brokerStop.Token).AsTask();
    }

    /// <summary>What lies between.</summary>
    public MemoryRoute Wire { get; }

    /// <summary>The endpoint's host: write to send.</summary>
    public IDuplexPipe Endpoint { get; }

    /// <summary>The broker's host: write to send.</summary>
    public IDuplexPipe Broker { get; }

    /// <summary>Ends when the endpoint's half does.</summary>
    public Task<LinkEnd> EndpointEnd { get; }

    /// <summary>Ends when the broker's half does.</summary>
    public Task<LinkEnd> BrokerEnd { get; }

    /// <summary>Connects both halves and runs them.</summary>
    /// <param name="endpoint">Dials.</param>
    /// <param name="broker">Accepts.</param>
    /// <param name="largestRead">See <see cref="DuplexStreams"/>.</param>
    /// <param name="pipeBytes">Bound of the host's pipes.</param>
    public static async Task<ConnectedLinks> ConnectAsync(ITransport endpoint, ITransport broker, int largestRead = int.MaxValue, int pipeBytes = 64 * 1024)
    {
        var (dialled, accepted, wire) = await ShakeHandsAsync(endpoint, broker, largestRead);
        return new ConnectedLinks(wire, dialled, accepted, pipeBytes);
    }

    /// <summary>Connects both halves; neither runs yet.</summary>
    public static async Task<(ITransportLink Dialled, ITransportLink Accepted, MemoryRoute Wire)> ShakeHandsAsync(
        ITransport endpoint, ITransport broker, int largestRead = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(broker);
        var wire = new MemoryRoute(largestRead);
        var port = new MemoryBroker(broker);
        var dialled = await endpoint.ConnectAsync(MemoryDialer.Target, wire.Dialer(port.ServeAsync), default);
        var accepted = await port.Accepted;
        Assert.NotNull(accepted);
        return (dialled, accepted, wire);
    }

    /// <summary>The broker's half of one request; answers with an error where the transport makes no link.</summary>
    public static async Task<ITransportLink?> AcceptAsync(ITransport broker, Stream stream)
    {
        var exchange = await StreamHttpExchange.ReadAsync(stream);
        var link = await broker.AcceptAsync(exchange, default);
        if (link is null)
            await exchange.RefuseAsync();
        return link;
    }

    /// <summary>Cancels the endpoint's half.</summary>
    public void CancelEndpoint() => endpointStop.Cancel();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await endpointStop.CancelAsync();
        await brokerStop.CancelAsync();
        await Task.WhenAll(EndpointEnd, BrokerEnd);
        await dialled.DisposeAsync();
        await accepted.DisposeAsync();
    }
}
