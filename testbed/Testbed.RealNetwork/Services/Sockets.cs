using System.Globalization;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>Which ports are taken in a computer's network, as the kernel's tables say: no packet is sent for it.</summary>
internal static class Sockets
{
    /// <summary>Whether somebody has this UDP port there.</summary>
    public static bool IsBound(int pid, int port) => new[] { "udp", "udp6" }.Any(table => Ports($"/proc/{pid}/net/{table}").Contains(port));

    // "sl local_address rem_address …", the local address as HEX:PORT.
    private static IEnumerable<int> Ports(string table) =>
        from line in File.ReadLines(table).Skip(1)
        let local = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
        select int.Parse(local.AsSpan(local.LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
