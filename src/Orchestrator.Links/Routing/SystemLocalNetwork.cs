using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Orchestrator.Links.Routing;

/// <summary>The platform's own account of its interfaces. A link that goes up or down changes it; nothing is sent to find out.</summary>
internal sealed class SystemLocalNetwork : ILocalNetwork
{
    /// <summary>The only one.</summary>
    public static SystemLocalNetwork Instance { get; } = new();

    /// <inheritdoc/>
    public string Signature => string.Join(' ', Interfaces().SelectMany(Nets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <inheritdoc/>
    public IPAddress? Address => Interfaces()
        .OrderByDescending(one => one.GatewayAddresses.Any(IsUsable))
        .SelectMany(one => one.UnicastAddresses)
        .Select(one => one.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    private static IEnumerable<IPInterfaceProperties> Interfaces()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(one => one is { OperationalStatus: OperationalStatus.Up or OperationalStatus.Unknown, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
                .Select(one => one.GetIPProperties())];
        }
        catch (NetworkInformationException)
        {
            // Where the platform doesn't tell, every network is the same one.
            return [];
        }
    }

    // Temporary IPv6 addresses come and go within one network: the prefix stays.
    private static IEnumerable<string> Nets(IPInterfaceProperties one) =>
    [
        .. one.UnicastAddresses.Where(unicast => !unicast.Address.IsIPv6LinkLocal).Select(unicast => new IPNetwork(Prefix(unicast), unicast.PrefixLength).ToString()),
        .. Gateways(one).Select(gateway => $"by {gateway}"),
    ];

    private static IEnumerable<IPAddress> Gateways(IPInterfaceProperties one) => one.GatewayAddresses.Where(IsUsable).Select(gateway => gateway.Address);

    private static bool IsUsable(GatewayIPAddressInformation gateway) => !gateway.Address.Equals(IPAddress.Any) && !gateway.Address.Equals(IPAddress.IPv6Any);

    private static IPAddress Prefix(UnicastIPAddressInformation unicast)
    {
        var bytes = unicast.Address.GetAddressBytes();
        for (var bit = unicast.PrefixLength; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}
