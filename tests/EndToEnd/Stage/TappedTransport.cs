using System.IO.Pipelines;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>The real transport, with a copy of every byte that it carries: what is inside the outer TLS.</summary>
internal sealed class TappedTransport : ITransport
{
    private readonly WebSocketTransport _real = new();
    private readonly MemoryStream _seen = new();
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public TransportTraits Traits => _real.Traits;

    /// <summary>All that passed so far, both ways.</summary>
    public byte[] Seen()
    {
        lock (_gate)
        {
            return _seen.ToArray();
        }
    }

    /// <inheritdoc/>
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => _real.StartAsync(context, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken) =>
        new Link(this, await _real.ConnectAsync(target, dialer, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken) => _real.AcceptAsync(exchange, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _real.DisposeAsync();
        await _seen.DisposeAsync();
    }

    private async Task CopyAsync(PipeReader from, PipeWriter to)
    {
        try
        {
            while (true)
            {
                var read = await from.ReadAsync();
                foreach (var piece in read.Buffer)
                {
                    lock (_gate)
                    {
                        _seen.Write(piece.Span);
                    }

                    await to.WriteAsync(piece);
                }

                from.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        finally
        {
            await from.CompleteAsync();
            await to.CompleteAsync();
        }
    }

    private sealed class Link(TappedTransport tap, ITransportLink real) : ITransportLink
    {
        public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
        {
            var (there, back) = (new Pipe(), new Pipe());
            _ = tap.CopyAsync(host.Input, there.Writer);
            _ = tap.CopyAsync(back.Reader, host.Output);
            return await real.RunAsync(new Duplex(there.Reader, back.Writer), cancellationToken);
        }

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
