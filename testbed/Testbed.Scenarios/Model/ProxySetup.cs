using System.Collections.Immutable;

namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>The site's proxy: what it is, what it wants, and how QuickSupport learns of it.</summary>
public sealed record ProxySetup
{
    /// <summary>Protocol that is spoken with it.</summary>
    public required ProxyKind Kind { get; init; }

    /// <summary>Program that serves in the real world; the simulated one takes on its manners.</summary>
    public ProxyServer Server { get; init; } = ProxyServer.Squid;

    /// <summary>Ways of proving oneself that it offers, in the order of its answer; empty: it asks for nothing.</summary>
    public ImmutableArray<ProxyScheme> Schemes { get; init; } = [];

    /// <summary>What QuickSupport is given.</summary>
    public CredentialChoice Credentials { get; init; } = CredentialChoice.None;

    /// <summary>Whether policy lets Basic over an open connection.</summary>
    public bool BasicInClear { get; init; }

    /// <summary>An access list refuses the broker's name.</summary>
    public bool Denies { get; init; }

    /// <summary>Nothing listens at its address.</summary>
    public bool IsDown { get; init; }

    /// <summary>What it answers in place of a tunnel; null: what it should.</summary>
    public OddAnswer? Answers { get; init; }

    /// <summary>Whether the site file names it by name or by address.</summary>
    public ProxyNaming NamedBy { get; init; } = ProxyNaming.Name;

    /// <summary>How QuickSupport learns of it.</summary>
    public ProxySource FoundBy { get; init; } = ProxySource.SiteFile;

    /// <summary>The PAC file; null unless <see cref="FoundBy"/> is one of its ways.</summary>
    public PacSetup? Pac { get; init; }

    /// <summary>Seconds of silence after which it cuts a tunnel; null: never.</summary>
    public int? CutsIdleAfterSeconds { get; init; }
}

/// <summary>Protocol of a proxy.</summary>
public enum ProxyKind
{
    /// <summary>HTTP CONNECT over an open connection.</summary>
    Http,

    /// <summary>HTTP CONNECT inside TLS.</summary>
    Https,

    /// <summary>SOCKS 5.</summary>
    Socks5,
}

/// <summary>Programs.</summary>
public enum ProxyServer
{
    /// <summary>Squid.</summary>
    Squid,

    /// <summary>tinyproxy: answers a wrong password with 401.</summary>
    Tinyproxy,

    /// <summary>HAProxy before another proxy, with time-outs of its own.</summary>
    Haproxy,

    /// <summary>Dante, for SOCKS.</summary>
    Dante,

    /// <summary>microsocks, for SOCKS.</summary>
    Microsocks,

    /// <summary>A server of the testbed that answers as the scenario says.</summary>
    Scripted,
}

/// <summary>Ways to prove oneself to a proxy.</summary>
public enum ProxyScheme
{
    /// <summary>RFC 7617.</summary>
    Basic,

    /// <summary>RFC 7616, as Squid has it (MD5).</summary>
    Digest,

    /// <summary>NTLMv2.</summary>
    Ntlm,

    /// <summary>SPNEGO with Kerberos.</summary>
    Negotiate,

    /// <summary>RFC 1929, for SOCKS.</summary>
    Password,
}

/// <summary>What QuickSupport is given for the proxy.</summary>
public enum CredentialChoice
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A user name and a password that the proxy takes.</summary>
    Right,

    /// <summary>A user name and another password.</summary>
    Wrong,

    /// <summary>No password, but the operating system's account has a Kerberos ticket.</summary>
    Ticket,
}

/// <summary>How the proxy is named.</summary>
public enum ProxyNaming
{
    /// <summary>By its name.</summary>
    Name,

    /// <summary>By its address.</summary>
    Address,
}

/// <summary>How QuickSupport learns of a proxy.</summary>
public enum ProxySource
{
    /// <summary>It stands in the site file.</summary>
    SiteFile,

    /// <summary>The site file names a PAC file.</summary>
    Pac,

    /// <summary>WPAD, by name.</summary>
    Wpad,

    /// <summary>The operating system's settings.</summary>
    System,
}

/// <summary>A PAC file.</summary>
public sealed record PacSetup
{
    /// <summary>
    /// The script, or null when it can't be had. <c>{proxy}</c>, <c>{second}</c> and <c>{dead}</c> stand for host:port of the proxy, of a second one and of
    /// a proxy that isn't there; <c>{elsewhere}</c> for a host that nothing may reach.
    /// </summary>
    public string? Script { get; init; }
}
