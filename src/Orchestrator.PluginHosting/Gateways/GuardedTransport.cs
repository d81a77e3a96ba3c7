using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A transport behind its gateway.</summary>
internal sealed class GuardedTransport(ITransport plugin, PluginGateway gateway) : GuardedPlugin<ITransport>(plugin, gateway), ITransport
{
    /// <inheritdoc />
    public TransportTraits Traits
    {
        get
        {
            var traits = Gateway.Call(nameof(Traits), () => Plugin.Traits);
            return traits is { Name.Length: > 0 and <= 32 } && traits.Path is ['/', ..]
                ? traits
                : throw Gateway.BadAnswer(nameof(Traits), "a name of 1 to 32 characters and a path that begins with / are needed");
        }
    }

    /// <inheritdoc />
    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken)
    {
        var link = await Gateway.CallAsync(
            nameof(ConnectAsync), PluginBudgets.Connect, token => Plugin.ConnectAsync(target, dialer, token), cancellationToken, Drop).ConfigureAwait(false);
        return link is null ? throw Gateway.BadAnswer(nameof(ConnectAsync), "null instead of a link") : new GuardedTransportLink(link, Gateway);
    }

    /// <inheritdoc />
    public async ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        var link = await Gateway.CallAsync(
            nameof(AcceptAsync), PluginBudgets.Connect, token => Plugin.AcceptAsync(exchange, token), cancellationToken, Drop, forStranger: true).ConfigureAwait(false);
        return link is null ? null : new GuardedTransportLink(link, Gateway);
    }

    private static void Drop(ITransportLink? late) => _ = late?.DisposeAsync().AsTask();
}

/// <summary>A link behind its transport's gateway.</summary>
internal sealed class GuardedTransportLink(ITransportLink link, PluginGateway gateway) : ITransportLink
{
    private ITransportLink? link = link;

    /// <inheritdoc />
    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        var running = link ?? throw gateway.Closed(nameof(RunAsync));
        try
        {
            return await gateway.CallAsync(
                nameof(RunAsync), Timeout.InfiniteTimeSpan, token => running.RunAsync(host, token), cancellationToken, onCaller: true, forStranger: true).ConfigureAwait(false)
                ?? throw gateway.BadAnswer(nameof(RunAsync), "null instead of an end");
        }
        catch (PluginFaultException)
        {
            // The contract has the plugin complete both ends; one that failed may not have, and nobody may wait on them for ever.
            await host.Output.CompleteAsync().ConfigureAwait(false);
            await host.Input.CompleteAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref link, null) is { } last)
            await gateway.DisposeAsync(last).ConfigureAwait(false);
    }
}
