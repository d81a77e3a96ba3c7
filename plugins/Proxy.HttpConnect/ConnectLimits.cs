namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>Bounds of one CONNECT, with the reason of each.</summary>
internal static class ConnectLimits
{
    /// <summary>Time for one answer: the proxy itself has to reach the target first. Below the host's 8 s for the whole tunnel.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(7);

    /// <summary>Time for the text of an error page, which only decorates a sentence.</summary>
    public static readonly TimeSpan Page = TimeSpan.FromSeconds(1);

    /// <summary>Schemes in one answer.</summary>
    public const int Challenges = 16;
}
