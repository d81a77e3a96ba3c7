using System.Collections.Immutable;

namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>The site's network as the instrument PC sees it.</summary>
public sealed record NetworkSetup
{
    /// <summary>What its resolver knows.</summary>
    public NameService Names { get; init; } = NameService.Normal;

    /// <summary>Families of addresses that names have and that work.</summary>
    public AddressFamilies Addresses { get; init; } = AddressFamilies.Ipv4;

    /// <summary>Hosts that the firewall lets the instrument PC reach. The proxy, PAC server and KDC only on their own port, the broker only on 443.</summary>
    public ImmutableArray<HostRole> Allow { get; init; } = [];

    /// <summary>What the firewall does with everything else.</summary>
    public BlockAction Blocked { get; init; } = BlockAction.Drop;

    /// <summary>Something that answers in the broker's place until somebody has signed in on a web page.</summary>
    public PortalKind Portal { get; init; } = PortalKind.None;
}

/// <summary>What the instrument PC's resolver knows.</summary>
public enum NameService
{
    /// <summary>The site's names and the internet's.</summary>
    Normal,

    /// <summary>Only the site's own names, as where everything leaves by a proxy.</summary>
    SiteOnly,

    /// <summary>There is no resolver: nothing answers at its address.</summary>
    Absent,
}

/// <summary>Families of addresses.</summary>
public enum AddressFamilies
{
    /// <summary>IPv4 alone.</summary>
    Ipv4,

    /// <summary>IPv6 alone.</summary>
    Ipv6,

    /// <summary>Both work.</summary>
    Dual,

    /// <summary>Names have both; what goes out over IPv6 is swallowed.</summary>
    BrokenIpv6,

    /// <summary>Names have both; what goes out over IPv4 is swallowed.</summary>
    BrokenIpv4,
}

/// <summary>What a firewall does with a packet that isn't allowed.</summary>
public enum BlockAction
{
    /// <summary>Swallows it.</summary>
    Drop,

    /// <summary>Answers a TCP connection with a reset.</summary>
    Reject,
}

/// <summary>How a captive portal answers on the broker's address and port.</summary>
public enum PortalKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Plain HTTP: a redirect to its own page, whatever was sent.</summary>
    Plain,

    /// <summary>TLS with a certificate for its own name, signed by nobody.</summary>
    Tls,
}

/// <summary>Hosts of a scenario.</summary>
public enum HostRole
{
    /// <summary>The vendor's broker, port 443.</summary>
    Broker,

    /// <summary>The site's resolver, port 53.</summary>
    Dns,

    /// <summary>The site's proxy.</summary>
    Proxy,

    /// <summary>The second proxy, which a PAC file may name.</summary>
    SecondProxy,

    /// <summary>Where the PAC file lies.</summary>
    PacServer,

    /// <summary>The site's Kerberos server, port 88.</summary>
    Kdc,

    /// <summary>A host that a scenario's trap leads to; never allowed.</summary>
    Elsewhere,
}
