using System.Net;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.Scenarios.Worlds;

/// <summary>Names, addresses, ports and accounts that are the same in both worlds, so that what is read in a log or a report is the same, too.</summary>
public static class SiteNames
{
    /// <summary>The site's domain, and its Kerberos realm in capitals.</summary>
    public const string SiteDomain = "lab.test";

    /// <summary>The vendor's broker.</summary>
    public const string Broker = "support.vendor.test";

    /// <summary>The site's proxy.</summary>
    public const string Proxy = "proxy.lab.test";

    /// <summary>A second one.</summary>
    public const string SecondProxy = "proxy2.lab.test";

    /// <summary>A name with an address at which nobody listens.</summary>
    public const string DeadProxy = "gone.lab.test";

    /// <summary>Where the PAC file lies; WPAD asks for <c>wpad.lab.test</c>, which is the same host.</summary>
    public const string PacServer = "pac.lab.test";

    /// <summary>The Kerberos server.</summary>
    public const string Kdc = "kdc.lab.test";

    /// <summary>A host on the internet that nothing may reach.</summary>
    public const string Elsewhere = "elsewhere.example.test";

    /// <summary>User at the proxy.</summary>
    public const string User = "lab";

    /// <summary>The right password.</summary>
    public const string Password = "correct-horse";

    /// <summary>The other one.</summary>
    public const string WrongPassword = "wrong-horse";

    /// <summary>NTLM domain.</summary>
    public const string NtlmDomain = "LAB";

    /// <summary>Address of the broker.</summary>
    public static IPAddress BrokerV4 { get; } = IPAddress.Parse("203.0.113.10");

    /// <summary>Likewise.</summary>
    public static IPAddress BrokerV6 { get; } = IPAddress.Parse("2001:db8:113::10");

    /// <summary>Port of a host of this role.</summary>
    /// <param name="role">Which.</param>
    /// <param name="kind">Kind of the proxy, where it is one.</param>
    public static int Port(HostRole role, ProxyKind kind = ProxyKind.Http) => role switch
    {
        HostRole.Dns => 53,
        HostRole.PacServer => 80,
        HostRole.Kdc => 88,
        HostRole.Proxy or HostRole.SecondProxy => kind switch { ProxyKind.Http => 3128, ProxyKind.Https => 3129, _ => 1080 },
        _ => 443,
    };
}
