namespace Orchestrator.Testbed.Scenarios.Worlds;

/// <summary>The PAC file of a scenario with its placeholders filled.</summary>
public static class PacText
{
    /// <summary>The script as the server gives it.</summary>
    /// <param name="script">As it stands in the scenario.</param>
    /// <param name="port">Port of the proxies.</param>
    public static string Fill(string script, int port)
    {
        ArgumentNullException.ThrowIfNull(script);
        return script
            .Replace("{proxy}", $"{SiteNames.Proxy}:{port}", StringComparison.Ordinal)
            .Replace("{second}", $"{SiteNames.SecondProxy}:{port}", StringComparison.Ordinal)
            .Replace("{dead}", $"{SiteNames.DeadProxy}:{port}", StringComparison.Ordinal)
            .Replace("{elsewhere}", SiteNames.Elsewhere, StringComparison.Ordinal);
    }
}
