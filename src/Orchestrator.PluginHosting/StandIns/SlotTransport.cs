using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A transport as the rest of the program holds it: each link is made by the generation that is active then, and stays with it to its end.</summary>
internal sealed class SlotTransport(PluginSlot slot) : ITransport, IAlpnTransport, IManyRequestTransport
{
    private static int links;

    /// <summary>True when a link of the active generation may span several requests.</summary>
    public bool SpansRequests
    {
        get
        {
            using var lease = slot.TryLease();
            return lease?.Get<ITransport>().SpansRequests() ?? false;
        }
    }

    /// <inheritdoc />
    public TransportTraits Traits
    {
        get
        {
            using var lease = slot.Lease();
            return lease.Get<ITransport>().Traits;
        }
    }

    /// <summary>None while no generation is active, and for a transport without raw links.</summary>
    public IReadOnlyList<string> Alpn
    {
        get
        {
            using var lease = slot.TryLease();
            return (lease?.Get<ITransport>() as IAlpnTransport)?.Alpn ?? [];
        }
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken) =>
        (await LinkAsync(async plugin => await plugin.ConnectAsync(target, dialer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))!;

    /// <inheritdoc />
    public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken) =>
        LinkAsync(plugin => plugin.AcceptAsync(exchange, cancellationToken));

    /// <inheritdoc />
    public ValueTask<ITransportLink?> AcceptAsync(Stream connection, CancellationToken cancellationToken) =>
        LinkAsync(plugin => (plugin as IAlpnTransport)?.AcceptAsync(connection, cancellationToken) ?? default);

    /// <summary>A request belongs to the generation that has its link, also when another one is active by now.</summary>
    public async ValueTask<bool> ServeAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        var (active, draining) = slot.Now;
        foreach (var generation in active is null ? draining : draining.Insert(0, active))
        {
            using var lease = generation.TryStay();
            if (lease?.Get<ITransport>() is IManyRequestTransport many && await many.ServeAsync(exchange, cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    /// <summary>Nothing of its own: the slots close what runs.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<ITransportLink?> LinkAsync(Func<ITransport, ValueTask<ITransportLink?>> make)
    {
        var lease = slot.Lease();
        try
        {
            if (await make(lease.Get<ITransport>()).ConfigureAwait(false) is { } link)
                return new LeasedLink(link, lease, $"{slot.Id}/link-{Interlocked.Increment(ref links)}");
            lease.Dispose();
            return null;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private sealed class LeasedLink(ITransportLink link, PluginLease lease, string channel) : ITransportLink
    {
        public ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
        {
            PluginMetrics.Served(lease.Generation, channel);
            return link.RunAsync(host, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                await link.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                lease.Dispose();
            }
        }
    }
}
