namespace Orchestrator.Links.Dialing;

/// <summary>Bounds of one dial, with the reason of each. A transport has 20 s altogether, so the steps inside it have less.</summary>
internal static class DialerLimits
{
    /// <summary>TCP: room for two lost SYNs (1 s, 2 s) on each address.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(6);

    /// <summary>A whole dial: all names, routes and transports; the time in which a person is asked left out.</summary>
    public static readonly TimeSpan Dial = TimeSpan.FromSeconds(45);

    /// <summary>TCP where another route is left to try: room for one lost SYN, so that a dead proxy costs little.</summary>
    public static readonly TimeSpan ConnectOfMany = TimeSpan.FromSeconds(3);

    /// <summary>Getting a PAC file, from the name to the last byte.</summary>
    public static readonly TimeSpan PacFile = TimeSpan.FromSeconds(5);

    /// <summary>All of a proxy's part, with a second connection after 407.</summary>
    public static readonly TimeSpan Proxy = TimeSpan.FromSeconds(8);

    /// <summary>TLS: two round trips and a busy server.</summary>
    public static readonly TimeSpan Tls = TimeSpan.FromSeconds(5);

    /// <summary>The next address starts when the one before hasn't answered by then (RFC 8305, section 5).</summary>
    public static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <summary>Addresses tried for one name; a longer list is somebody's mistake.</summary>
    public const int Addresses = 8;

    /// <summary>
    /// Connections that a proxy plugin may open in one dial. Each authentication scheme begins on one of its own: the first request, Negotiate by ticket
    /// and by password, NTLM, and Digest twice where its nonce ran out.
    /// </summary>
    public const int ProxyConnections = 6;

    /// <summary>Certificates in one chain: a server's, its root, and more between them than public authorities use.</summary>
    public const int ChainCertificates = 6;

    /// <summary>Extra roots in a configuration.</summary>
    public const int ExtraRoots = 16;
}
