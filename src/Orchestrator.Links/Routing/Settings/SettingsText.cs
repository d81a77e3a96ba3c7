using Orchestrator.Abstractions;

namespace Orchestrator.Links.Routing.Settings;

/// <summary>What settings of several systems have in common.</summary>
internal static class SettingsText
{
    private const int LargestFile = 256 << 10;

    /// <summary>A proxy as people write it, with or without a scheme; a user name and password in it aren't used, and the reader is told so.</summary>
    /// <param name="text">For example <c>proxy.example:3128</c>.</param>
    /// <param name="source">The place, for a reader.</param>
    public static (Route? Route, RouteFinding Finding) Proxy(string text, string source)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return (null, new RouteFinding(source, "PROXY_UNSUPPORTED", "What stands there isn't the address of a proxy."));
        var scheme = uri.Scheme is "socks" or "socks5h" ? "socks5" : uri.Scheme;
        var port = uri.Port > 0 ? uri.Port : scheme == "socks5" ? 1080 : -1;
        if (scheme is not ("http" or "https" or "socks5") || port < 0)
            return (null, new RouteFinding(source, "PROXY_UNSUPPORTED", "A proxy of the kind that stands there isn't supported: it needs to be http, https or socks5, with a port."));
        try
        {
            var host = uri.IdnHost.Contains(':', StringComparison.Ordinal) ? $"[{uri.IdnHost}]" : uri.IdnHost;
            var route = Route.Through($"{scheme}://{host}:{port}", RouteOrigin.System);
            var account = uri.UserInfo.Length > 0 ? " The user name and password in it aren't used; they are asked for when the proxy wants them." : "";
            return (route, new RouteFinding(source, "", $"Names the proxy {route}.{account}"));
        }
        catch (DialException e)
        {
            return (null, new RouteFinding(source, e.Code, "What stands there isn't the address of a proxy."));
        }
    }

    /// <summary>A PAC file or WPAD that is set there, and isn't used.</summary>
    public static RouteFinding Script(string source, string what) => new(
        source, "", $"Names {what}, which this program doesn't get by itself: it connects only where the site file says. To use it, write it into the site file.");

    /// <summary>The lines of a text file; none when it isn't there, can't be read, or is too large to be one.</summary>
    public static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestFile } ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The entries of one section of a file of the form <c>[section]</c>, <c>key=value</c>.</summary>
    public static Dictionary<string, string> Section(IEnumerable<string> lines, string section)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var isInside = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line is ['[', .. var name, ']'])
                isInside = name == section;
            else if (isInside && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && line[0] is not ('#' or ';'))
                found[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }

        return found;
    }
}
