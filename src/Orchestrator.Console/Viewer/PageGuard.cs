using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Viewer;

/// <summary>
/// Who may have what of the page. Host and Origin are compared as exact text: a name that an attacker points at 127.0.0.1, and a page from elsewhere,
/// get nothing; neither does anybody who doesn't know the path.
/// </summary>
internal sealed class PageGuard(string secret)
{
    /// <summary>The WebSocket's place below the folder.</summary>
    public const string SocketName = "rfb";

    private string _host = "";

    /// <summary>Of the page and its socket.</summary>
    public string Origin => "http://" + _host;

    /// <summary>What the content policy lets the page connect to.</summary>
    public string SocketSource => "ws://" + _host;

    /// <summary>The page's folder, with the slashes around it.</summary>
    public string Folder { get; } = $"/{secret}/";

    /// <summary>The port is known once it listens; before that everything is refused.</summary>
    public void Bind(int port) => _host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    /// <summary>The status of a refusal, or null and the path below the folder.</summary>
    public int? Judge(HttpContext context, out string file)
    {
        var request = context.Request;
        file = "";
        if (_host.Length == 0 || request.Headers.Host is not [var host] || host != _host)
        {
            return StatusCodes.Status421MisdirectedRequest;
        }

        if (request.Method != HttpMethods.Get)
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        var path = request.Path.Value ?? "";
        if (path.Length < Folder.Length || !FixedTime.Equal(path.AsSpan(0, Folder.Length), Folder))
        {
            return StatusCodes.Status404NotFound;
        }

        file = path[Folder.Length..];
        var origin = request.Headers.Origin;
        var isOwn = origin is [var one] && one == Origin;
        // Plain files come without an origin when the browser navigates; a socket always names one.
        return isOwn || (origin.Count == 0 && file != SocketName) ? null : StatusCodes.Status403Forbidden;
    }
}
