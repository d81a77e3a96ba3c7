using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;

namespace Orchestrator.Broker.Hosting;

/// <summary>
/// Mounts one transport's accepting half on its path. A request that becomes a link stays here until the link is over; the handler
/// and the transport's pump end together, whichever ends first.
/// </summary>
internal sealed class TransportRoute(ITransport transport, Func<AcceptedLink, Task> handler, ILogger<TransportRoute> log, CancellationToken stopping)
{
    public string Path => transport.Traits.Path;

    public async Task RunAsync(HttpContext context)
    {
        var address = Address(context.Connection);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        ITransportLink? link;
        try
        {
            using var budget = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
            budget.CancelAfter(HostLimits.AcceptTimeout);
            link = await transport.AcceptAsync(new HttpExchange(context), budget.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A stranger's broken request or a plugin's fault: the same bare answer to both.
            BrokerLog.AcceptFailed(log, transport.Traits.Name, address, e.GetType().Name);
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }

            return;
        }

        if (link is not null)
        {
            await RunLinkAsync(link, address, ended);
        }
    }

    private async Task RunLinkAsync(ITransportLink link, string address, CancellationTokenSource ended)
    {
        BrokerLog.LinkAccepted(log, transport.Traits.Name, address);
        await using (link)
        {
            var pipes = PipePair.Create(HostLimits.PipeBytes);
            var handling = HandleAsync(new AcceptedLink(pipes.Host, address, transport.Traits.Name, ended.Token));
            var pumping = PumpAsync(link, pipes, ended.Token);
            await Task.WhenAny(handling, pumping);

            // The handler gone: what it wrote is still delivered, because completing its pipe ends the pump in order.
            // The pump gone: completed pipes and the token tell the handler.
            if (pumping.IsCompleted)
            {
                await ended.CancelAsync();
            }

            await handling;
            await CompleteAsync(pipes);
            ended.CancelAfter(HostLimits.StopTimeout);
            var end = await pumping;
            BrokerLog.LinkEnded(log, transport.Traits.Name, address, end.Reason, end.Detail);
        }
    }

    private async Task HandleAsync(AcceptedLink link)
    {
        await Task.Yield();
        try
        {
            await handler(link);
        }
        catch (OperationCanceledException)
        {
            // The link or the broker ended; that is no fault.
        }
        catch (Exception e)
        {
            BrokerLog.HandlerFailed(log, e, link.Transport, link.RemoteAddress);
        }
    }

    private static async Task<LinkEnd> PumpAsync(ITransportLink link, PipePair pipes, CancellationToken token)
    {
        await Task.Yield();
        try
        {
            return await link.RunAsync(pipes.Link, token);
        }
        catch (Exception e)
        {
            return new LinkEnd(token.IsCancellationRequested ? LinkEndReason.Cancelled : LinkEndReason.Lost, e.GetType().Name);
        }
        finally
        {
            await pipes.Link.Input.CompleteAsync();
            await pipes.Link.Output.CompleteAsync();
        }
    }

    private static async ValueTask CompleteAsync(PipePair pipes)
    {
        await pipes.Host.Output.CompleteAsync();
        await pipes.Host.Input.CompleteAsync();
    }

    private static string Address(ConnectionInfo connection) => connection.RemoteIpAddress is { } ip
        ? new System.Net.IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, connection.RemotePort).ToString()
        : "unknown";
}
