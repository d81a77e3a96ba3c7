using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A link behind its transport's gateway.</summary>
internal sealed class GuardedTransportLink(ITransportLink link, PluginGateway gateway) : ITransportLink
{
    private static readonly PluginCall<(ITransportLink Link, IDuplexPipe Host), LinkEnd> Running = new(nameof(RunAsync), (given, token) => given.Link.RunAsync(given.Host, token))
    {
        Objection = (_, end) => end is null ? "null instead of an end" : null,
        OnCaller = true,
        ForStranger = true,
    };

    private ITransportLink? link = link;

    /// <inheritdoc />
    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        var running = link ?? throw gateway.Closed(nameof(RunAsync));
        try
        {
            return await gateway.CallAsync(Running, (running, host), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
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
