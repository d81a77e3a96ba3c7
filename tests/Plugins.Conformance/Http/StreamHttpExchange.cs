using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Http;

/// <summary>One HTTP/1.1 request read from a stream: what a broker's HTTP server hands to a transport, without the server.</summary>
public sealed class StreamHttpExchange : IHttpExchange
{
    private const int LongestHead = 16 * 1024;
    private readonly Stream stream;
    private readonly Dictionary<string, string> request;
    private readonly List<(string Name, string Value)> response = [];
    private int status = 200;

    private StreamHttpExchange(Stream stream, string head)
    {
        this.stream = stream;
        Head = head;
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        var target = words[1].Split('?', 2);
        (Method, Path, Query) = (words[0], target[0], target.Length > 1 ? $"?{target[1]}" : "");
        request = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(pair => pair[1].Trim())), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The request as it came.</summary>
    public string Head { get; }

    /// <summary>Status that the accepting half set.</summary>
    public int Status => status;

    /// <inheritdoc />
    public string Method { get; }

    /// <inheritdoc />
    public string Path { get; }

    /// <inheritdoc />
    public string Query { get; }

    /// <inheritdoc />
    public bool CanUpgrade => Header("Upgrade") is not null;

    /// <inheritdoc />
    public Stream RequestBody => Stream.Null;

    /// <inheritdoc />
    public Stream ResponseBody => Stream.Null;

    /// <summary>Reads one request.</summary>
    public static async Task<StreamHttpExchange> ReadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!Encoding.Latin1.GetString([.. head.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            if (head.Count == LongestHead || await stream.ReadAsync(one, cancellationToken) == 0)
                throw new IOException($"No request: {Encoding.Latin1.GetString([.. head])}");
            head.Add(one[0]);
        }

        return new StreamHttpExchange(stream, Encoding.Latin1.GetString([.. head]));
    }

    /// <inheritdoc />
    public string? Header(string name) => request.GetValueOrDefault(name);

    /// <inheritdoc />
    public void SetStatus(int status) => this.status = status;

    /// <inheritdoc />
    public void SetHeader(string name, string value) => response.Add((name, value));

    /// <summary>Sends what was set, without a body: what a server does after a refusal.</summary>
    public Task RefuseAsync(CancellationToken cancellationToken = default) => SendHeadAsync(status, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<Stream> UpgradeAsync(CancellationToken cancellationToken)
    {
        status = 101;
        await SendHeadAsync(101, cancellationToken);
        return stream;
    }

    private async Task SendHeadAsync(int code, CancellationToken cancellationToken)
    {
        var head = $"HTTP/1.1 {code} Test\r\n{string.Concat(response.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
