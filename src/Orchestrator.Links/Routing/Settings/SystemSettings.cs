namespace Orchestrator.Links.Routing.Settings;

/// <summary>
/// This computer's settings: on Windows what WinHTTP says of the user's, elsewhere the environment, and where it names no proxy the desktop's files. No
/// program is started to find out. A PAC file that is named there isn't fetched: where this program connects to beside the broker and a proxy, only
/// the site file says.
/// </summary>
internal sealed class SystemSettings(SystemPlaces places, int port)
{
    /// <summary>What they say about a name; read anew each time, they may change.</summary>
    public SystemProxies For(string name)
    {
        if (places.IsWindows)
            return OperatingSystem.IsWindows() ? WindowsProxies.Read(name, port) : SystemProxies.None;
        var environment = EnvironmentProxies.Read(places, port);
        if (!environment.Proxies.IsEmpty)
            return environment;
        var desktop = IsKde ? KdeProxies.Read(places, port) : GnomeProxies.Read(places, port);
        return desktop with { Findings = [.. environment.Findings, .. desktop.Findings] };
    }

    private bool IsKde => (places.Variable("XDG_CURRENT_DESKTOP") ?? "").Contains("KDE", StringComparison.OrdinalIgnoreCase);
}
