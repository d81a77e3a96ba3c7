namespace Orchestrator.Links.Routing.Settings;

/// <summary>KDE's <c>kioslaverc</c>.</summary>
internal static class KdeProxies
{
    private const string Source = "KDE's proxy settings (kioslaverc)";

    /// <summary>What it says.</summary>
    public static SystemProxies Read(SystemPlaces places, int port)
    {
        var set = SettingsText.Section(SettingsText.Lines(Path.Combine(places.UserSettings, "kioslaverc")), "Proxy Settings");
        return set.GetValueOrDefault("ProxyType") switch
        {
            "1" => Manual(set, port),
            "2" => SystemProxies.None with { Findings = [SettingsText.Script(Source, "a PAC file")] },
            "3" => SystemProxies.None with { Findings = [SettingsText.Script(Source, "automatic detection (WPAD)")] },
            _ => SystemProxies.None,
        };
    }

    private static SystemProxies Manual(Dictionary<string, string> set, int port)
    {
        var text = new[] { "httpsProxy", "socksProxy" }.Select(key => set.GetValueOrDefault(key, "")).FirstOrDefault(value => value.Length > 0);
        if (text is null)
            return SystemProxies.None;
        if (set.GetValueOrDefault("ReversedException") is "true" or "1")
            return SystemProxies.None with { Findings = [new RouteFinding(Source, "PROXY_UNSUPPORTED", "The proxy is set for listed names alone, which isn't supported. Write the proxy into the site file.")] };

        // KDE writes "http://proxy.example 3128".
        var (route, finding) = SettingsText.Proxy(text.Replace(' ', ':'), Source);
        return new SystemProxies(route is null ? [] : [route], BypassList.Of(set.GetValueOrDefault("NoProxyFor"), port), [finding]);
    }
}
