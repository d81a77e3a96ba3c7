using System.Text;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>The little of HTTP that the simulated servers speak.</summary>
internal static class HttpText
{
    private const int MaxHead = 64 * 1024;

    /// <summary>Reads to the empty line, and not a byte further; empty when the other side ended first or doesn't speak HTTP.</summary>
    public static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < MaxHead && await stream.ReadAsync(one, cancellationToken) > 0)
        {
            head.Append((char)one[0]);
            if (head.Length == 1 && !char.IsAsciiLetterUpper(head[0]))
                return "";
            if (head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r')
                return head.ToString();
        }

        return "";
    }

    /// <summary>Value of a header; null without it.</summary>
    public static string? Header(string head, string name) => head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    /// <summary>An answer that ends the connection.</summary>
    public static string Answer(int status, string reason, string body, params string[] headers) =>
        $"HTTP/1.1 {status} {reason}\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}Content-Type: text/html\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";
}
