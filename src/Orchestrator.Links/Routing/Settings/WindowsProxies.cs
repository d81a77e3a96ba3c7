using System.Collections.Immutable;
using System.Runtime.Versioning;

namespace Orchestrator.Links.Routing.Settings;

/// <summary>
/// The user's settings on Windows, by WinHTTP. A PAC file or WPAD that is set there is got and evaluated by Windows itself, which does so for every program.
/// Designed, not proven: nothing of it was run on Windows.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class WindowsProxies
{
    private const string Source = "Windows' proxy settings (WinHTTP)";

    /// <summary>What they say about a name.</summary>
    public static SystemProxies Read(string name, int port)
    {
        if (WinHttp.CurrentUser() is not { } set)
            return SystemProxies.None with { Findings = [new RouteFinding(Source, "", "They can't be read.")] };
        if (set.IsAutomatic && WinHttp.ForAddress($"https://{name}{(port == 443 ? "" : $":{port}")}/", set) is { } found)
            return Of(found.Proxies, found.Bypass, port);
        var manual = Of(set.Proxies, set.Bypass, port);
        return set.IsAutomatic
            ? manual with { Findings = [.. manual.Findings, new RouteFinding(Source, "PAC_UNREACHABLE", "A PAC file or automatic detection is set, and Windows got no answer from it.")] }
            : manual;
    }

    /// <summary>Reads <c>proxy:8080</c>, or a list like <c>http=a:80;https=b:8080;socks=c:1080</c>.</summary>
    internal static SystemProxies Of(string? proxies, string? bypass, int port)
    {
        var routes = ImmutableArray.CreateBuilder<Route>();
        var findings = ImmutableArray.CreateBuilder<RouteFinding>();
        foreach (var entry in (proxies ?? "").Split([';', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            var kind = equals < 0 ? "https" : entry[..equals].ToLowerInvariant();
            var address = entry[(equals + 1)..];
            if (kind is not ("https" or "socks"))
                continue;
            var (route, finding) = SettingsText.Proxy(kind == "socks" && !address.Contains("://", StringComparison.Ordinal) ? $"socks5://{address}" : address, Source);
            findings.Add(finding);
            if (route is not null)
                routes.Add(route);
        }

        // "<local>" means names without a dot, and the broker's has some.
        return new SystemProxies(routes.ToImmutable(), BypassList.Of(bypass?.Replace("<local>", "", StringComparison.OrdinalIgnoreCase), port), findings.ToImmutable());
    }
}
