using System.Globalization;

namespace Orchestrator.EndToEnd.Listening;

/// <summary>On which TCP ports a process listens, as the kernel says.</summary>
internal static class ListeningSockets
{
    private const string Listening = "0A";

    /// <summary>Ports of one process, IPv4 and IPv6.</summary>
    public static IReadOnlyList<int> Of(int process)
    {
        var own = Directory.EnumerateFiles($"/proc/{process}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "").ToHashSet(StringComparer.Ordinal);
        return [.. new[] { "tcp", "tcp6" }.SelectMany(table => Read($"/proc/{process}/net/{table}")).Where(row => own.Contains($"socket:[{row.Inode}]")).Select(row => row.Port)];
    }

    /// <summary>A row is: number, local address:port, remote, state, queues, timer, retransmits, uid, time-out, inode.</summary>
    private static IEnumerable<(int Port, string Inode)> Read(string table) => File.ReadLines(table)
        .Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(row => row[3] == Listening)
        .Select(row => (int.Parse(row[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), row[9]));
}
