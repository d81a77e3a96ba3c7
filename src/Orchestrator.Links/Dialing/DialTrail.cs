namespace Orchestrator.Links.Dialing;

/// <summary>How far one attempt came, and what it saw on the way; also of an attempt that failed.</summary>
public sealed record DialTrail
{
    /// <summary>The attempt didn't begin.</summary>
    public static DialTrail Nothing { get; } = new();

    /// <summary>The step that was under way when it ended; <see cref="DialHop.Broker"/> for one that made a link.</summary>
    public DialHop Reached { get; init; } = DialHop.Configuration;

    /// <summary>Address and port of the last TCP connection, the broker's or the proxy's; empty when there was none.</summary>
    public string Address { get; init; } = "";

    /// <summary>Authentication scheme that the proxy took; empty when none.</summary>
    public string ProxyScheme { get; init; } = "";

    /// <summary>The outer certificate as it was judged; null when none was shown.</summary>
    public TlsVerdict? Certificate { get; init; }

    /// <summary>"TLS 1.3" or "TLS 1.2"; empty when there was no handshake.</summary>
    public string TlsVersion { get; init; } = "";
}

/// <summary>The steps of a dial, in their order.</summary>
public enum DialHop
{
    /// <summary>What the program goes by: configuration, site file, routes.</summary>
    Configuration,

    /// <summary>Finding the address of the broker, or of the proxy.</summary>
    Name,

    /// <summary>The TCP connection to it.</summary>
    Connection,

    /// <summary>The proxy's answer, with what it wants to know.</summary>
    Proxy,

    /// <summary>The outer TLS and its certificate.</summary>
    Tls,

    /// <summary>The transport inside it.</summary>
    Transport,

    /// <summary>The inner handshake: the broker proves the vendor's key.</summary>
    Broker,
}

/// <summary>Which step a code belongs to.</summary>
public static class DialHops
{
    /// <summary>The step that failed.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="trail">How far the attempt came: some codes may come from several steps.</param>
    public static DialHop Of(string code, DialTrail trail)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(trail);
        return code switch
        {
            DialCodes.ConfigurationInvalid or DialCodes.EgressRefused or DialCodes.ProxyUnsupported => DialHop.Configuration,
            DialCodes.NameNotFound => DialHop.Name,
            DialCodes.BrokerUnreachable or DialCodes.ProxyUnreachable => DialHop.Connection,
            DialCodes.ServerUnproven => DialHop.Broker,
            _ when code.StartsWith("PROXY_", StringComparison.Ordinal) || code.StartsWith("SOCKS_", StringComparison.Ordinal) => DialHop.Proxy,
            _ when code.StartsWith("TLS_", StringComparison.Ordinal) => DialHop.Tls,
            _ when code.StartsWith("TRANSPORT_", StringComparison.Ordinal) => DialHop.Transport,
            _ when code.StartsWith("PAC_", StringComparison.Ordinal) || code.StartsWith("ROUTE_", StringComparison.Ordinal) || code.StartsWith("WPAD_", StringComparison.Ordinal) => DialHop.Configuration,
            _ => trail.Reached,
        };
    }
}
