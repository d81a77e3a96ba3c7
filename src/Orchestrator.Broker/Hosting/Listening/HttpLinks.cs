using System.Net;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>Links that begin as an HTTP request. A request that becomes a link stays here until the link is over.</summary>
internal sealed class HttpLinks(ActiveTransports transports, LinkServer links)
{
    public async Task RunAsync(HttpContext context)
    {
        if (transports.ByPath(context.Request.Path.Value ?? "") is not var (transport, name))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var remote = context.Connection.RemoteIpAddress is { } ip ? new IPEndPoint(ip, context.Connection.RemotePort) : null;
        var isAccepted = await links.ServeAsync(name, remote, token => transport.AcceptAsync(new HttpExchange(context), token), context.RequestAborted);
        if (!isAccepted && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
