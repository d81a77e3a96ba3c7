namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>Bounds of one tunnel's making, with the reason of each. The host gives 8 s to all of it.</summary>
internal static class ConnectLimits
{
    /// <summary>Time for one answer: the proxy itself has to reach the target first. Below the host's 8 s for the whole tunnel.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(7);

    /// <summary>Time for the text of an error page, which only decorates a sentence, or for one that stands before the next leg.</summary>
    public static readonly TimeSpan Page = TimeSpan.FromSeconds(1);

    /// <summary>Time for one step of this computer's own sign-in: Kerberos may ask its server, and a server that is away mustn't use up the time of the other schemes.</summary>
    public static readonly TimeSpan SignIn = TimeSpan.FromSeconds(3);

    /// <summary>Schemes in one answer.</summary>
    public const int Challenges = 16;

    /// <summary>Parameters of one scheme: Digest has nine.</summary>
    public const int Parameters = 16;

    /// <summary>Requests of one handshake: Negotiate with NTLM inside takes three.</summary>
    public const int Legs = 4;

    /// <summary>Error page that is read to keep a connection for the next leg: Squid's has 4 KiB.</summary>
    public const int KeptPage = 64 * 1024;
}
