namespace Orchestrator.Pac.Functions;

/// <summary>What is said about a name by its letters alone.</summary>
internal static class HostFunctions
{
    /// <summary>No dot in it, and it isn't an IPv6 address.</summary>
    public static bool IsPlainHostName(string host) => host.AsSpan().IndexOfAny('.', ':') < 0;

    /// <summary>The name ends with the domain, letter by letter: <c>dnsDomainIs("evilcorp.example", "corp.example")</c> holds, as everywhere.</summary>
    public static bool DnsDomainIs(string host, string domain) => host.EndsWith(domain, StringComparison.Ordinal);

    /// <summary>The same name, or its first labels.</summary>
    public static bool LocalHostOrDomainIs(string host, string full) =>
        host == full || (full.Length > host.Length && full[host.Length] == '.' && full.StartsWith(host, StringComparison.Ordinal));

    /// <summary>Dots in the name.</summary>
    public static int DnsDomainLevels(string host) => host.AsSpan().Count('.');
}
