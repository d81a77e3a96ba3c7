namespace Orchestrator.Links.Routing.Settings;

/// <summary>
/// GNOME's settings as far as they lie in text files: what an administrator set for the computer. What a user set for himself lies in a database that
/// changes its form without notice, and the command that reads it would be another program: it isn't read, and that is said.
/// </summary>
internal static class GnomeProxies
{
    private const string Source = "GNOME's proxy settings (dconf)";

    /// <summary>What they say.</summary>
    public static SystemProxies Read(SystemPlaces places, int port)
    {
        var lines = Files(places.GnomeDefaults).SelectMany(SettingsText.Lines).ToArray();
        var set = SettingsText.Section(lines, "system/proxy");
        var found = Value(set, "mode") switch
        {
            "manual" => Manual(lines, set, port),
            "auto" => SystemProxies.None with { Findings = [SettingsText.Script(Source, "a PAC file")] },
            _ => SystemProxies.None,
        };
        return File.Exists(Path.Combine(places.UserSettings, "dconf", "user"))
            ? found with { Findings = [.. found.Findings, new RouteFinding(Source, "", "What this user set in GNOME's own dialog isn't read by this program. A proxy that is set there belongs into the site file, or into the variable https_proxy.")] }
            : found;
    }

    private static SystemProxies Manual(string[] lines, Dictionary<string, string> set, int port)
    {
        foreach (var (section, scheme) in new[] { ("system/proxy/https", "http"), ("system/proxy/socks", "socks5") })
        {
            var proxy = SettingsText.Section(lines, section);
            if (Value(proxy, "host") is not { Length: > 0 } host || Value(proxy, "port") is not { Length: > 0 } at)
                continue;
            var (route, finding) = SettingsText.Proxy($"{scheme}://{host}:{at}", Source);
            return new SystemProxies(route is null ? [] : [route], BypassList.Of(Value(set, "ignore-hosts")?.Trim('[', ']').Replace("'", "", StringComparison.Ordinal), port), [finding]);
        }

        return SystemProxies.None;
    }

    /// <summary>The text files of every database that an administrator filled, in the order in which dconf reads them.</summary>
    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateDirectories(folder, "*.d").Order(StringComparer.Ordinal).SelectMany(one => Directory.EnumerateFiles(one).Order(StringComparer.Ordinal))]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Value(Dictionary<string, string> set, string key) => set.GetValueOrDefault(key)?.Trim('\'', '"');
}
