using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Witnesses.Alarms;

namespace Orchestrator.Witnesses.Serving;

/// <summary>C2SP tlog-witness over plain HTTP, on the loopback interface: <c>POST /add-checkpoint</c> and <c>GET /HASH/checkpoint</c>. What is beyond it is a reverse proxy's.</summary>
internal sealed class WitnessServer : IAsyncDisposable
{
    private const string CheckpointPath = "/checkpoint";

    private readonly WebApplication _app;
    private readonly Witness _witness;
    private readonly WitnessState _state;
    private readonly WitnessAlarms _alarms;
    private readonly ILookup<string, NoteKey> _logs;

    private WitnessServer(WebApplication app, Witness witness, WitnessState state, WitnessAlarms alarms, IEnumerable<NoteKey> logs)
    {
        _app = app;
        _witness = witness;
        _state = state;
        _alarms = alarms;
        _logs = logs.ToLookup(key => key.Name);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Starts to listen.</summary>
    /// <exception cref="WitnessException">The address isn't a loopback one, or can't be listened on.</exception>
    public static async Task<WitnessServer> StartAsync(IPEndPoint listen, Witness witness, WitnessState state, WitnessAlarms alarms, IEnumerable<NoteKey> logs, CancellationToken cancellationToken)
    {
        if (!IPAddress.IsLoopback(listen.Address))
            throw new WitnessException(ExitCode.Address, $"{listen} isn't an address of the loopback interface. Listen on 127.0.0.1, and let a web server with TLS stand before it.");

        // Empty: no variables, no files of the working folder.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "orchestrator-witness" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AddCheckpoint.MostBytes;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        var server = new WitnessServer(builder.Build(), witness, state, alarms, logs);
        server._app.Run(server.HandleAsync);
        try
        {
            await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new WitnessException(ExitCode.Address, $"{listen} can't be listened on: {e.GetBaseException().Message} Choose another --listen.", e);
        }

        var bound = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Address = new IPEndPoint(listen.Address, BindingAddress.Parse(bound).Port);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync().ConfigureAwait(false);

    private Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value ?? "") switch
    {
        ("POST", "/add-checkpoint") => AddAsync(context),
        ("GET", var path) when path.Length > CheckpointPath.Length && path.EndsWith(CheckpointPath, StringComparison.Ordinal) && _state.Note(path[1..^CheckpointPath.Length]) is { } note =>
            SendAsync(context, 200, "text/plain; charset=utf-8", note),
        (_, "/add-checkpoint") => SendAsync(context, 405, "text/plain; charset=utf-8", "add-checkpoint is a POST.\n"u8.ToArray()),
        _ => SendAsync(context, 404, "text/plain; charset=utf-8", "There is nothing here.\n"u8.ToArray()),
    };

    private async Task AddAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            await SendAsync(context, e.StatusCode, "text/plain; charset=utf-8", "The body is too large or broken.\n"u8.ToArray()).ConfigureAwait(false);
            return;
        }

        ReadOnlyMemory<byte> request = body.ToArray();
        var reply = _witness.Answer(request, origin => [.. _logs[origin]]);
        _alarms.Look(reply, request, isFromLog: false);
        await SendAsync(context, reply.Status, reply.ContentType, reply.ToBytes()).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
