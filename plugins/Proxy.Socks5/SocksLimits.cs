namespace Orchestrator.Plugins.Proxy.Socks5;

/// <summary>Bounds of one tunnel's making, with the reason of each.</summary>
internal static class SocksLimits
{
    /// <summary>Time for each answer: the proxy itself has to resolve and reach the target first. Below the host's 8 s for the whole tunnel.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(7);

    /// <summary>Most bytes of a name, a user name or a password: each stands behind a length of one byte (RFC 1928, section 5; RFC 1929).</summary>
    public const int Field = 255;
}
