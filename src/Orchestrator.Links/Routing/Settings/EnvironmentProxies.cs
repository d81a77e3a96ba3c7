namespace Orchestrator.Links.Routing.Settings;

/// <summary><c>https_proxy</c> and <c>all_proxy</c>, with <c>no_proxy</c>; the small letters before the large ones.</summary>
internal static class EnvironmentProxies
{
    private static readonly string[] Names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    /// <summary>What they say.</summary>
    public static SystemProxies Read(SystemPlaces places, int port)
    {
        if (Names.FirstOrDefault(name => !string.IsNullOrWhiteSpace(places.Variable(name))) is not { } set)
            return SystemProxies.None;
        var (route, finding) = SettingsText.Proxy(places.Variable(set)!.Trim(), $"environment variable {set}");
        var bypass = BypassList.Of(places.Variable("no_proxy") ?? places.Variable("NO_PROXY"), port);
        return new SystemProxies(route is null ? [] : [route], bypass, [finding]);
    }
}
