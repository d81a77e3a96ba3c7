namespace Orchestrator.Links.Dialing;

/// <summary>Stable codes of a failed dial: for scripts, for the audit, for the table in the handbook. Proxy plugins add codes that begin with PROXY_.</summary>
public static class DialCodes
{
    /// <summary>The guard doesn't let QuickSupport or the console go there.</summary>
    public const string EgressRefused = "EGRESS_REFUSED";

    /// <summary>No address for the broker's name.</summary>
    public const string NameNotFound = "NAME_NOT_FOUND";

    /// <summary>No TCP connection to the broker.</summary>
    public const string BrokerUnreachable = "BROKER_UNREACHABLE";

    /// <summary>No TCP connection to the proxy, or no address for its name.</summary>
    public const string ProxyUnreachable = "PROXY_UNREACHABLE";

    /// <summary>No connector serves the proxy's scheme.</summary>
    public const string ProxyUnsupported = "PROXY_UNSUPPORTED";

    /// <summary>The proxy's plugin failed.</summary>
    public const string ProxyFault = "PROXY_FAULT";

    /// <summary>The proxy wants credentials, and there are none.</summary>
    public const string ProxyAuthRequired = "PROXY_AUTH_REQUIRED";

    /// <summary>The proxy refused the credentials.</summary>
    public const string ProxyAuthFailed = "PROXY_AUTH_FAILED";

    /// <summary>A proxy's plugin met a web page in place of a tunnel; the dialer makes <see cref="CaptivePortal"/> of it.</summary>
    public const string ProxyPortal = "PROXY_PORTAL";

    /// <summary>The certificate isn't trusted.</summary>
    public const string TlsUntrusted = "TLS_UNTRUSTED";

    /// <summary>The certificate is for another name.</summary>
    public const string TlsName = "TLS_NAME";

    /// <summary>The certificate is outside its dates, or the clock of this computer is wrong.</summary>
    public const string TlsDate = "TLS_DATE";

    /// <summary>A key or a signature in the chain is too weak.</summary>
    public const string TlsWeak = "TLS_WEAK";

    /// <summary>The chain is longer than any genuine one.</summary>
    public const string TlsChain = "TLS_CHAIN";

    /// <summary>The chain holds none of the keys that the vendor pinned.</summary>
    public const string TlsPinned = "TLS_PINNED";

    /// <summary>The site's network inspects TLS, and that is to be refused.</summary>
    public const string TlsIntercepted = "TLS_INTERCEPTED";

    /// <summary>Inspection is to be refused, and can't be told.</summary>
    public const string TlsInterceptionUnknown = "TLS_INTERCEPTION_UNKNOWN";

    /// <summary>What answers speaks only TLS 1.1 or older.</summary>
    public const string TlsOld = "TLS_OLD";

    /// <summary>What answers doesn't complete a TLS handshake.</summary>
    public const string TlsFailed = "TLS_FAILED";

    /// <summary>The network wants somebody to sign in first.</summary>
    public const string CaptivePortal = "CAPTIVE_PORTAL";

    /// <summary>The broker, or something before it, refused the transport.</summary>
    public const string TransportRefused = "TRANSPORT_REFUSED";

    /// <summary>The transport's plugin failed.</summary>
    public const string TransportFault = "TRANSPORT_FAULT";

    /// <summary>The configuration's names, port or roots can't be used.</summary>
    public const string ConfigurationInvalid = "CONFIGURATION_INVALID";

    /// <summary>What answers couldn't prove that it is the vendor's server, or refused this program.</summary>
    public const string ServerUnproven = "SERVER_UNPROVEN";

    /// <summary>A step took too long.</summary>
    public const string Timeout = "TIMEOUT";
}
