using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Rfb;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Viewer;

/// <summary>
/// The noVNC page for a browser on this computer: 127.0.0.1 and a random port, behind a path that can't be guessed, with exact Host and Origin, a strict
/// content policy and the password in the fragment, which browsers send to nobody. Three wrong passwords close it.
/// </summary>
internal sealed class BrowserViewer : LocalViewer
{
    private const int MaxWrongPasswords = 3;
    private const int MaxViewers = 16;

    private readonly WebApplication _app;
    private readonly PageGuard _guard;
    private readonly ShadowFramebuffer _screen;
    private readonly IViewerInput _input;
    private readonly ViewerOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<ViewerSession, byte> _sessions = new();
    private int _wrongPasswords;

    private BrowserViewer(WebApplication app, PageGuard guard, ShadowFramebuffer screen, IViewerInput input, ViewerOptions options, TimeProvider time)
    {
        _app = app;
        _guard = guard;
        _screen = screen;
        _input = input;
        _options = options;
        _time = time;
    }

    public override string Address => $"{_guard.Origin}{_guard.Folder}#{_options.Password}";

    public override string HowTo => $"A browser on this computer: {Address}";

    /// <exception cref="ConsoleException">This build has no noVNC.</exception>
    public static async Task<BrowserViewer> OpenAsync(
        ShadowFramebuffer screen, IViewerInput input, string name, IRandomSource random, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!PageFiles.HasNoVnc)
        {
            throw new ConsoleException("NO_BROWSER_VIEWER", ExitCode.Configuration, "This build has no browser viewer, because Node.js was missing when it was built. Use --viewer vnc.");
        }

        // Empty: no variables, no files of the working folder, no second address by configuration.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "orchestrator" });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MaxViewers;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.UseWebSockets();
        var guard = new PageGuard(PageSecrets.Path(random));
        var viewer = new BrowserViewer(app, guard, screen, input, new ViewerOptions { Name = name, Password = PageSecrets.Password(random) }, time);
        app.Run(viewer.ServeAsync);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        guard.Bind(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port);
        return viewer;
    }

    public override async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    internal override void SendCutText(string text)
    {
        foreach (var session in _sessions.Keys)
        {
            session.SendCutText(text);
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        PageHeaders.Set(context.Response, _guard.SocketSource);
        if (_guard.Judge(context, out var file) is { } refusal)
        {
            context.Response.StatusCode = refusal;
        }
        else if (file == PageGuard.SocketName)
        {
            await ServeSocketAsync(context).ConfigureAwait(false);
        }
        else if (PageFiles.Open(file.Length == 0 ? "index.html" : file) is { } found)
        {
            await using var content = found.Content;
            context.Response.ContentType = found.Type;
            context.Response.ContentLength = content.Length;
            await content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task ServeSocketAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || Volatile.Read(ref _wrongPasswords) >= MaxWrongPasswords || _sessions.Count >= MaxViewers)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);
        var session = new ViewerSession(stream, _screen, _input, _options, _time);
        _sessions[session] = 0;
        try
        {
            if (await session.RunAsync(_end.Token).ConfigureAwait(false) == ViewerEnd.WrongPassword)
            {
                Interlocked.Increment(ref _wrongPasswords);
            }
        }
        finally
        {
            _sessions.TryRemove(session, out _);
        }
    }
}
