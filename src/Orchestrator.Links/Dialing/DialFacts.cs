namespace Orchestrator.Links.Dialing;

/// <summary>Outer TLS as it came out.</summary>
/// <param name="Version">"TLS 1.3" or "TLS 1.2".</param>
/// <param name="CipherSuite">IANA name.</param>
/// <param name="Alpn">The name that was agreed on; empty when none.</param>
/// <param name="Issuer">Issuer of the certificate that was shown: says who sits on the way.</param>
/// <param name="RootSha256">SHA-256 of the root certificate, lower-case hex.</param>
/// <param name="ExtraRoot">True when a root of the signed configuration was needed; false when the platform trusts it.</param>
public sealed record TlsFacts(string Version, string CipherSuite, string Alpn, string Issuer, string RootSha256, bool ExtraRoot)
{
    /// <summary>Whether somebody reads inside the outer TLS.</summary>
    public TlsInterception Interception { get; init; }

    /// <summary>The issuer as a person reads it.</summary>
    public string PlainIssuer { get; init; } = "";
}

/// <summary>How one outer certificate was judged, accepted or not.</summary>
/// <param name="Host">Name that was dialled: the broker's, or the proxy's.</param>
/// <param name="Issuer">Issuer of the certificate that was shown.</param>
/// <param name="PlainIssuer">The same as a person reads it.</param>
/// <param name="RootSha256">SHA-256 of the root, lower-case hex; empty where no valid chain was found.</param>
/// <param name="Interception">Whose it is; unknown where no valid chain was found.</param>
/// <param name="Code">Why it was refused; empty: it was accepted.</param>
public sealed record TlsVerdict(string Host, string Issuer, string PlainIssuer, string RootSha256, TlsInterception Interception, string Code);

/// <summary>How a link came about, for the audit and the face.</summary>
/// <param name="BrokerName">Name that was dialled.</param>
/// <param name="Port">Port that was dialled.</param>
/// <param name="Address">Address and port of the TCP connection: the broker's, or the proxy's.</param>
/// <param name="Proxy">Proxy as scheme://host:port; empty when none.</param>
/// <param name="ProxyScheme">Authentication scheme that the proxy took; empty when none.</param>
/// <param name="Tls">Outer TLS with the broker.</param>
/// <param name="Transport">Name of the transport.</param>
public sealed record DialFacts(
    string BrokerName, int Port, string Address, string Proxy, string ProxyScheme, TlsFacts Tls, string Transport);
