using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Orchestrator.Abstractions;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>
/// Links that span several requests. Such a link runs apart from the request that began it, and ends by itself, by its peer or with the broker. A request
/// goes first to the transport that has links on its path, which may be one that takes no new ones any more.
/// </summary>
/// <param name="links">Runs them.</param>
/// <param name="quota">How many there may be.</param>
/// <param name="stopping">Cancelled when the broker stops.</param>
internal sealed class ManyRequestLinks(LinkServer links, LinkQuota quota, CancellationToken stopping)
{
    private readonly Lock _sync = new();
    private readonly List<Running> _running = [];

    /// <summary>True while a link runs on a path, whatever became of its transport.</summary>
    public bool Has(string path) => Serving(path) is not null;

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path.</param>
    /// <param name="active">The transport that takes new links there; null when none does.</param>
    /// <param name="remote">Who asks; null when it isn't known.</param>
    public async Task RunAsync(HttpContext context, string path, (ITransport Transport, string Name)? active, IPEndPoint? remote)
    {
        LetFlow(context);
        var exchange = new HttpExchange(context);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        try
        {
            if (await ServeAsync(Serving(path), exchange, ended.Token) || await ServeAsync(active?.Transport, exchange, ended.Token))
            {
                return;
            }

            if (active is not var (transport, name))
            {
                HttpLinks.Refuse(context, StatusCodes.Status404NotFound);
            }
            else if (quota.Take(remote?.Address) is not { } place)
            {
                HttpLinks.Refuse(context, StatusCodes.Status503ServiceUnavailable);
            }
            else
            {
                await BeginAsync(transport, name, path, exchange, remote, place, ended.Token);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The peer went, the broker stops, or the plugin failed, which its gateway has counted: one bare answer to all of them.
            HttpLinks.Refuse(context, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>Completes when the links that run now have ended.</summary>
    public Task WhenIdleAsync()
    {
        lock (_sync)
        {
            return Task.WhenAll(_running.Select(one => one.Ended.Task));
        }
    }

    // A body that never ends is the point of such requests, and between two signs of life there may be long silence. What a stranger may cost is bounded
    // by the transport, which waits for nothing without a limit.
    private static void LetFlow(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } up)
        {
            up.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } down)
        {
            down.MinDataRate = null;
        }
    }

    private static async Task<bool> ServeAsync(ITransport? transport, HttpExchange exchange, CancellationToken cancellationToken) =>
        transport is IManyRequestTransport many && await many.ServeAsync(exchange, cancellationToken);

    private async Task BeginAsync(
        ITransport transport, string name, string path, HttpExchange exchange, IPEndPoint? remote, IDisposable place, CancellationToken cancellationToken)
    {
        var (isTold, link) = await links.AcceptAsync(name, remote, token => transport.AcceptAsync(exchange, token), cancellationToken);
        if (link is null)
        {
            place.Dispose();
            if (!isTold)
            {
                throw new IOException("It was no link.");
            }

            return;
        }

        var running = new Running(path, transport);
        lock (_sync)
        {
            _running.Add(running);
        }

        _ = RunAsync(link, name, remote, place, running);
        await ServeAsync(transport, exchange, cancellationToken);
    }

    private async Task RunAsync(ITransportLink link, string name, IPEndPoint? remote, IDisposable place, Running running)
    {
        await Task.Yield();
        try
        {
            await links.RunAsync(link, name, remote);
        }
        finally
        {
            lock (_sync)
            {
                _running.Remove(running);
            }

            place.Dispose();
            running.Ended.SetResult();
        }
    }

    private ITransport? Serving(string path)
    {
        lock (_sync)
        {
            return _running.FindLast(one => one.Path == path)?.Transport;
        }
    }

    private sealed record Running(string Path, ITransport Transport)
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
