using System.Globalization;

namespace Orchestrator.QuickSupport.Tests.Support;

/// <summary>Ports on which a process listens, from /proc.</summary>
internal static class ListeningSockets
{
    private const string Listening = "0A";

    public static IReadOnlyList<int> Of(string process = "self")
    {
        var own = Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
            .Select(Target)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet();
        return [.. new[] { "tcp", "tcp6", "udp", "udp6" }
            .SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}").Skip(1).Select(line => (table, Fields: line.Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            .Where(row => row.Fields.Length > 9 && own.Contains(row.Fields[9]) && (row.Fields[3] == Listening || row.table.StartsWith("udp", StringComparison.Ordinal)))
            .Select(row => int.Parse(row.Fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Order()];
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
