using System.Globalization;

namespace Orchestrator.Testbed.Servers.Running;

/// <summary>On which TCP ports a process's network listens, as Linux tells it. Works from outside a network namespace, and makes no connection that a server would note.</summary>
internal static class Listening
{
    private const string Listen = "0A";

    public static bool On(int process, IReadOnlyCollection<int> ports)
    {
        var heard = new[] { "tcp", "tcp6" }.SelectMany(table => Ports($"/proc/{process}/net/{table}")).ToHashSet();
        return ports.All(heard.Contains);
    }

    // "  sl  local_address rem_address   st …": the local address is HEX:PORT.
    private static IEnumerable<int> Ports(string table) =>
        from line in File.Exists(table) ? File.ReadAllLines(table).Skip(1) : []
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields.Length > 3 && fields[3] == Listen
        select int.Parse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
