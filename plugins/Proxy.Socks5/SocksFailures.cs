using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Proxy.Socks5;

/// <summary>The failures of a SOCKS proxy: what failed, why, what to do. Codes of the HTTP proxies where they mean the same.</summary>
internal static class SocksFailures
{
    /// <summary>The failure that a reply means (RFC 1928, section 6); null for a tunnel.</summary>
    public static ProxyFailure? OfReply(byte reply, ProxyTarget target)
    {
        var where = $"{target.Host}, port {target.Port}";
        return reply switch
        {
            0 => null,
            1 => new("PROXY_ERROR", $"The proxy couldn't make the connection to {where}, and says no more than that it failed (SOCKS reply 1). Ask the IT department to look into the proxy's log.", reply),
            2 => new("PROXY_REFUSED", $"The proxy's rules forbid the connection to {where} (SOCKS reply 2). Ask the IT department to allow it.", reply),
            3 => new("PROXY_ERROR", $"The proxy has no way to the network of {where} (SOCKS reply 3). Ask the IT department whether the proxy reaches the internet.", reply),
            4 => new("PROXY_ERROR", $"The proxy can't reach {where}, or doesn't know an address for this name (SOCKS reply 4). Ask the IT department whether the proxy can resolve it.", reply),
            5 => new("PROXY_ERROR", $"What is at {where} refused the proxy's connection (SOCKS reply 5). Ask the IT department whether a firewall stands behind the proxy; tell the vendor if not.", reply),
            6 => new("PROXY_ERROR", $"The proxy's packets to {where} came to no end (SOCKS reply 6). Ask the IT department to look at the proxy's routing.", reply),
            7 => new("PROXY_SOCKS_COMMAND", "The proxy doesn't make outgoing connections (SOCKS reply 7). Ask the IT department for a proxy that supports CONNECT.", reply),
            8 => new("PROXY_SOCKS_NAMES", "The proxy takes addresses only and resolves no names (SOCKS reply 8). Ask the IT department for a SOCKS 5 proxy that resolves names.", reply),
            _ => new("PROXY_ERROR", $"The proxy couldn't make the connection to {where} for a reason that isn't in the standard (SOCKS reply {reply}). Ask the IT department to look into the proxy's log.", reply),
        };
    }

    /// <summary>There was no answer.</summary>
    public static ProxyFailure Of(SocksException problem, ProxyTarget target) => problem.Problem switch
    {
        SocksProblem.Silence => new("PROXY_TIMEOUT", $"The proxy took the connection and didn't answer within {SocksLimits.Answer.TotalSeconds:0} s. Try again; if it stays so, ask the IT department whether the proxy can reach {target.Host}, port {target.Port}."),
        SocksProblem.Closed => new("PROXY_CLOSED", $"The proxy closed the connection without an answer ({problem.Message}). Check that the address in the site file is that of a SOCKS 5 proxy and that this computer may use it."),
        _ => new("PROXY_GARBAGE", $"What answers at the proxy's address isn't a SOCKS 5 proxy ({problem.Message}). Check the address and the port in the site file."),
    };

    /// <summary>The proxy takes no method that is known here.</summary>
    public static ProxyFailure Method(SocksMethod method) => method == SocksMethod.NoneAcceptable
        ? new("PROXY_SCHEME_UNSUPPORTED", "The proxy wants to be signed in to by a method that can't be used here: neither without authentication nor with user name and password. Ask the IT department for one of them.")
        : new("PROXY_GARBAGE", $"The proxy chose a method of authentication that wasn't offered ({(byte)method}). Check that the address in the site file is that of a SOCKS 5 proxy.");

    /// <summary>The proxy refused what it was given.</summary>
    public static ProxyFailure WrongCredentials() =>
        new("PROXY_AUTH_FAILED", "The proxy refused the user name or password. They aren't tried again, so that the account isn't locked. Enter them anew.");

    /// <summary>Nobody has credentials.</summary>
    public static ProxyFailure NoCredentials() => new("PROXY_AUTH_REQUIRED", "The proxy wants a user name and password, and there are none. Enter them.");

    /// <summary>Policy keeps the password off an open connection.</summary>
    public static ProxyFailure InClear() =>
        new("PROXY_BASIC_IN_CLEAR", "The proxy wants the password over a connection without encryption, which the policy of this site doesn't allow. Use an https:// proxy, or let the IT department allow it in the site file.");

    /// <summary>Not sendable.</summary>
    public static ProxyFailure BadCredentials() =>
        new("PROXY_AUTH_INVALID", $"The user name or password for the proxy can't be sent: each must have 1 to {SocksLimits.Field} bytes. Enter others.");

    /// <summary>Not a name.</summary>
    public static ProxyFailure NoName() =>
        new("PROXY_SOCKS_TARGET", "A connection through the proxy was refused by this program: it leads to names only, never to an address. Use the broker's name in the configuration.");
}
