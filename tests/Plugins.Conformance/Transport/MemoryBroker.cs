using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Conformance.Transport;

/// <summary>The broker's port for one transport: gives it what a broker would, connection by connection and request by request.</summary>
internal sealed class MemoryBroker(ITransport transport)
{
    private readonly TaskCompletionSource<ITransportLink?> accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The link that comes of it.</summary>
    public Task<ITransportLink?> Accepted => accepted.Task;

    /// <summary>Serves one connection: a name of the transport's own goes to it as it is, everything else is HTTP.</summary>
    public async Task ServeAsync(IReadOnlyList<string> offered, WireStream stream)
    {
        await Task.Yield();
        try
        {
            if (transport is IAlpnTransport raw && offered.Count > 0 && raw.Alpn.Contains(offered[0]))
                accepted.TrySetResult(await raw.AcceptAsync(stream, default));
            else if (transport is IManyRequestTransport many)
                await ServeAsync(many, stream);
            else
                accepted.TrySetResult(await ConnectedLinks.AcceptAsync(transport, stream));
        }
        catch (Exception problem) when (problem is not (IOException or OperationCanceledException or ObjectDisposedException))
        {
            accepted.TrySetException(problem);
        }
        catch (Exception)
        {
            // The peer is gone.
            await stream.DisposeAsync();
        }
    }

    private async Task ServeAsync(IManyRequestTransport many, WireStream stream)
    {
        while (true)
        {
            var exchange = await StreamHttpExchange.ReadAsync(stream);
            if (!await many.ServeAsync(exchange, stream.PeerGone) && await transport.AcceptAsync(exchange, stream.PeerGone) is { } link)
            {
                accepted.TrySetResult(link);
                await many.ServeAsync(exchange, stream.PeerGone);
            }

            if (!await exchange.CompleteAsync(stream.PeerGone))
                await stream.DisposeAsync();
        }
    }
}
