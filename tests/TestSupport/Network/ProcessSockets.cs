using System.Globalization;
using System.Net;

namespace Orchestrator.TestSupport.Network;

/// <summary>The sockets of a process, from /proc.</summary>
public static class ProcessSockets
{
    private const string Listening = "0A";

    /// <summary>Ports on which a process listens, or takes datagrams.</summary>
    public static IReadOnlyList<int> Ports(string process = "self") =>
        [.. Rows(process).Where(row => row.Fields[3] == Listening || row.Table.StartsWith("udp", StringComparison.Ordinal)).Select(row => EndPoint(row.Fields[1]).Port).Order()];

    /// <summary>The other ends of its TCP connections.</summary>
    public static IReadOnlyList<IPEndPoint> Peers(string process) =>
        [.. Rows(process).Where(row => row.Table.StartsWith("tcp", StringComparison.Ordinal) && row.Fields[3] != Listening).Select(row => EndPoint(row.Fields[2]))];

    private static IEnumerable<(string Table, string[] Fields)> Rows(string process)
    {
        var own = Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
            .Select(Target)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet();
        return new[] { "tcp", "tcp6", "udp", "udp6" }
            .SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}").Skip(1).Select(line => (Table: table, Fields: line.Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            .Where(row => row.Fields.Length > 9 && own.Contains(row.Fields[9]));
    }

    // Words of the address in the machine's order, then the port in the network's.
    private static IPEndPoint EndPoint(string field)
    {
        var parts = field.Split(':');
        var words = Convert.FromHexString(parts[0]);
        for (var i = 0; i < words.Length; i += 4)
            words.AsSpan(i, 4).Reverse();
        var address = new IPAddress(words);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private static string Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
