using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Http;

/// <summary>One HTTP/1.1 request read from a stream: what a broker's HTTP server hands to a transport, without the server.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its bodies are views of the connection, which is the caller's.")]
public sealed class StreamHttpExchange : IHttpExchange
{
    private const int LongestHead = 16 * 1024;
    private readonly Stream stream;
    private readonly Dictionary<string, string> request;
    private readonly List<(string Name, string Value)> response = [];
    private readonly RequestBodyStream? requestBody;
    private readonly ResponseBodyStream responseBody;
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
        requestBody = Header("Transfer-Encoding") is not null
            ? new RequestBodyStream(stream, null)
            : Header("Content-Length") is { } length ? new RequestBodyStream(stream, long.Parse(length, CultureInfo.InvariantCulture)) : null;
        responseBody = new ResponseBodyStream(stream, HeadOfAnswer);
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
    public Stream RequestBody => requestBody ?? Stream.Null;

    /// <inheritdoc />
    public Stream ResponseBody => responseBody;

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

    /// <summary>Ends the answer and reads what is left of the request; afterwards the connection is ready for the next one.</summary>
    /// <returns>False when the answer was cut short, and the connection has to be closed.</returns>
    public async Task<bool> CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (!await responseBody.CompleteAsync(cancellationToken))
            return false;
        if (requestBody is not null)
            await requestBody.DrainAsync(cancellationToken);
        return true;
    }

    /// <inheritdoc />
    public async ValueTask<Stream> UpgradeAsync(CancellationToken cancellationToken)
    {
        status = 101;
        await SendHeadAsync(101, cancellationToken);
        return stream;
    }

    private (byte[] Head, long? Length) HeadOfAnswer(bool hasBody)
    {
        var length = response.FirstOrDefault(header => header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
        if (length is null)
            response.Add(hasBody ? ("Transfer-Encoding", "chunked") : ("Content-Length", "0"));
        return (Answer(status), length is null ? null : long.Parse(length, CultureInfo.InvariantCulture));
    }

    private async Task SendHeadAsync(int code, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Answer(code), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private byte[] Answer(int code) =>
        Encoding.Latin1.GetBytes($"HTTP/1.1 {code} Test\r\n{string.Concat(response.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\n");
}
