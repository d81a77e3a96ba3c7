namespace Orchestrator.Broker.Hosting;

/// <summary>What a stranger may cost before he has proven anything.</summary>
internal static class HostLimits
{
    /// <summary>Links and requests at once. Each costs two pipes and a TLS session: about 1 MiB at worst.</summary>
    public const int MaxConnections = 2_000;

    /// <summary>TLS handshake; together with <see cref="HeadersTimeout"/> a half-open connection lives at most 10 s.</summary>
    public static readonly TimeSpan TlsTimeout = TimeSpan.FromSeconds(5);

    /// <summary>From the end of TLS to the end of the request's head.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A transport's upgrade, once the request is there.</summary>
    public static readonly TimeSpan AcceptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A connection without a request.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long links get to say goodbye when the broker stops.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Head of a request; proxies add headers of their own, so not the smallest that would do.</summary>
    public const int MaxHeadBytes = 16 * 1024;

    /// <summary>Body of one request (a transport that posts its bytes in pieces).</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Links of many requests at once: they hang on no connection, so <see cref="MaxConnections"/> doesn't bound them.</summary>
    public const int MaxManyRequestLinks = 1_000;

    /// <summary>Of those, from one address (IPv6: one /64), those included that aren't complete yet. A whole site may come from one address.</summary>
    public const int MaxManyRequestLinksOfOne = 64;

    /// <summary>Bytes that wait in a link's pipe, each way, before the writer is held.</summary>
    public const int PipeBytes = 256 * 1024;
}
