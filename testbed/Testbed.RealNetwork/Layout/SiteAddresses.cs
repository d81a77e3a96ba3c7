using System.Net;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Layout;

/// <summary>Who has which address. Every site looks the same from inside; only the cable to the vendor differs, so that several sites can exist at once.</summary>
internal static class SiteAddresses
{
    /// <summary>Cables to the vendor that exist at once.</summary>
    public const int Cables = 60;

    private const string Lab4 = "192.168.77.";
    private const string Lab6 = "2001:db8:77::";

    /// <summary>Hosts that stand in the laboratory's network and their last number there.</summary>
    private static readonly Dictionary<HostRole, int> InLab = new()
    {
        [HostRole.Dns] = 1,
        [HostRole.Proxy] = 20,
        [HostRole.SecondProxy] = 21,
        [HostRole.PacServer] = 23,
        [HostRole.Kdc] = 24,
    };

    /// <summary>The instrument PC.</summary>
    public static IPAddress Instrument(Family family) => Lab(family, 10);

    /// <summary>The site's router, which is its resolver, too.</summary>
    public static IPAddress Router(Family family) => Lab(family, 1);

    /// <summary>At which nobody listens.</summary>
    public static IPAddress Dead(Family family) => Lab(family, 22);

    /// <summary>A host of a scenario.</summary>
    public static IPAddress Of(HostRole role, Family family) => role switch
    {
        HostRole.Broker => family == Family.V4 ? SiteNames.BrokerV4 : SiteNames.BrokerV6,
        HostRole.Elsewhere => IPAddress.Parse(family == Family.V4 ? "203.0.113.66" : "2001:db8:113::66"),
        _ => Lab(family, InLab[role]),
    };

    /// <summary>Address of the proxy, for site files that name it so.</summary>
    public static IPAddress ProxyAddress(AddressFamilies addresses) => Of(HostRole.Proxy, addresses is AddressFamilies.Ipv6 or AddressFamilies.BrokenIpv4 ? Family.V6 : Family.V4);

    /// <summary>Roles whose address the site's own computer has.</summary>
    public static IEnumerable<HostRole> Served => InLab.Keys;

    /// <summary>The site's end of its way out.</summary>
    public static IPAddress SiteOutside(Family family) => IPAddress.Parse(family == Family.V4 ? "198.18.0.2" : "2001:db8:18::2");

    /// <summary>The internet's end of it.</summary>
    public static IPAddress InternetInside(Family family) => IPAddress.Parse(family == Family.V4 ? "198.18.0.1" : "2001:db8:18::1");

    /// <summary>The internet's end of a cable to the vendor.</summary>
    /// <param name="family">Family.</param>
    /// <param name="cable">0 to <see cref="Cables"/> - 1.</param>
    public static IPAddress InternetOutside(Family family, int cable) => Cable(family, cable, 1);

    /// <summary>The vendor's end of it.</summary>
    public static IPAddress Vendor(Family family, int cable) => Cable(family, cable, 2);

    /// <summary>Bits of the network of every address above; the broker's own stands alone.</summary>
    public static int Prefix(Family family, bool ofCable = false) => (family, ofCable) switch
    {
        (Family.V4, true) => 30,
        (Family.V4, false) => 24,
        _ => 64,
    };

    /// <summary>The laboratory's network.</summary>
    public static string LabNetwork(Family family) => family == Family.V4 ? $"{Lab4}0/24" : $"{Lab6}/64";

    private static IPAddress Lab(Family family, int host) => IPAddress.Parse(family == Family.V4 ? $"{Lab4}{host}" : $"{Lab6}{host}");

    private static IPAddress Cable(Family family, int cable, int end) =>
        IPAddress.Parse(family == Family.V4 ? $"198.51.100.{(cable * 4) + end}" : $"2001:db8:51:{cable:x}::{end}");
}
