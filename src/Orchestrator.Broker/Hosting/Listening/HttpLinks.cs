using System.Net;
using Microsoft.AspNetCore.Http;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>Links that begin as an HTTP request. A request that becomes a link stays here until the link is over; one of many that make a link, until it is answered.</summary>
internal sealed class HttpLinks(ActiveTransports transports, LinkServer links, ManyRequestLinks many)
{
    public async Task RunAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var found = transports.ByPath(path);
        var remote = context.Connection.RemoteIpAddress is { } ip ? new IPEndPoint(ip, context.Connection.RemotePort) : null;
        if (many.Has(path) || (found?.Transport.SpansRequests() ?? false))
        {
            await many.RunAsync(context, path, found, remote);
        }
        else if (found is not var (transport, name))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (!await links.ServeAsync(name, remote, token => transport.AcceptAsync(new HttpExchange(context), token), context.RequestAborted))
        {
            Refuse(context, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>A bare answer, where none was begun.</summary>
    public static void Refuse(HttpContext context, int status)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = status;
        }
    }
}
