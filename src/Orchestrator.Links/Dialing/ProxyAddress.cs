using System.Net;
using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>The one proxy that the site file or the command line names.</summary>
/// <param name="Scheme">Lower case: http, https …; <c>direct</c> when there is none.</param>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
internal sealed record ProxyAddress(string Scheme, string Host, int Port)
{
    /// <summary>No proxy.</summary>
    public static ProxyAddress Direct { get; } = new("direct", "", 0);

    /// <summary>True when there is a proxy.</summary>
    public bool IsProxy => this != Direct;

    /// <summary>True when the host makes TLS to the proxy before the plugin speaks.</summary>
    public bool IsTls => Scheme == "https";

    /// <summary>Reads scheme://host:port.</summary>
    /// <exception cref="DialException">PROXY_UNSUPPORTED: not such an address. The text isn't repeated, it may hold a password.</exception>
    public static ProxyAddress Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Direct;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic || uri.Port is < 1 or > IPEndPoint.MaxPort)
            throw Wrong("it isn't of the form http://host:port");
        if (uri.UserInfo.Length > 0)
            throw Wrong("it holds a user name or password, which belong into the credentials");
        return uri.PathAndQuery is "/" or "" && uri.Fragment.Length == 0
            ? new ProxyAddress(uri.Scheme, uri.IdnHost, uri.Port)
            : throw Wrong("it has a path");
    }

    /// <inheritdoc />
    public override string ToString() =>
        IsProxy ? $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}" : "";

    private static DialException Wrong(string why) =>
        new(DialCodes.ProxyUnsupported, $"The proxy's address can't be used: {why}. Correct it in the site file or on the command line.");
}
