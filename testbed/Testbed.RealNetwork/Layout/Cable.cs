using System.Globalization;
using System.Net;
using Orchestrator.Testbed.RealNetwork.Computers;

namespace Orchestrator.Testbed.RealNetwork.Layout;

/// <summary>A cable between two computers: a pair of virtual Ethernet interfaces. It is gone with the computer at either end.</summary>
internal static class Cable
{
    /// <summary>Lays one and gives both ends their addresses, each with its prefix as "192.0.2.1/24".</summary>
    public static async Task LayAsync(
        (Computer Computer, string Interface, IReadOnlyList<string> Addresses) one,
        (Computer Computer, string Interface, IReadOnlyList<string> Addresses) other,
        CancellationToken cancellationToken)
    {
        var pid = other.Computer.Pid.ToString(CultureInfo.InvariantCulture);
        await one.Computer.ConfigureAsync("ip", ["link", "add", one.Interface, "type", "veth", "peer", "name", other.Interface, "netns", pid], "", cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(UpAsync(one), UpAsync(other)).ConfigureAwait(false);

        Task UpAsync((Computer Computer, string Interface, IReadOnlyList<string> Addresses) end) =>
            BatchAsync(end.Computer, [.. end.Addresses.Select(address => Address(address, end.Interface)), $"link set {end.Interface} up"], cancellationToken);
    }

    /// <summary>One line for <c>ip -batch</c>.</summary>
    public static string Address(string address, string interfaceName) =>
        $"address add {address} dev {interfaceName}" + (address.Contains(':', StringComparison.Ordinal) ? " nodad" : "");

    /// <summary>One line for <c>ip -batch</c>.</summary>
    public static string DefaultRoute(IPAddress by) => $"route add default via {by}";

    /// <summary>Lines for <c>ip -batch</c>.</summary>
    public static Task BatchAsync(Computer computer, IEnumerable<string> lines, CancellationToken cancellationToken) =>
        computer.ConfigureAsync("ip", ["-batch", "-"], string.Join('\n', lines) + "\n", cancellationToken);
}
