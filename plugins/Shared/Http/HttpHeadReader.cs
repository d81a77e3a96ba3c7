namespace Orchestrator.Plugins.Shared.Http;

/// <summary>Reads one head and not a byte more: byte by byte, so that the stream then stands right behind it and needs no wrapper.</summary>
internal static class HttpHeadReader
{
    /// <summary>Reads a head.</summary>
    /// <exception cref="HttpHeadException">Closed, too long or not HTTP.</exception>
    public static async Task<HttpHead> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[HttpLimits.HeadBytes];
        var length = 0;
        while (true)
        {
            if (length == head.Length)
                throw new HttpHeadException(HttpHeadProblem.Garbage, $"its head is longer than {HttpLimits.HeadBytes} bytes");
            if (await ReadByteAsync(stream, head.AsMemory(length, 1), length, cancellationToken).ConfigureAwait(false) == 0)
                throw new HttpHeadException(length == 0 ? HttpHeadProblem.Closed : HttpHeadProblem.Garbage, "it ended in the middle of its head");
            length++;
            if (!CanBegin(head.AsSpan(0, length)))
                throw new HttpHeadException(HttpHeadProblem.Garbage, "it doesn't begin like an HTTP answer");
            if (head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                break;
        }

        return HttpHeadParser.Parse(head.AsSpan(0, length), out var flaw) ?? throw new HttpHeadException(HttpHeadProblem.Garbage, flaw);
    }

    // Garbage is told at its first bytes; waiting for an empty line that never comes would end as a timeout.
    private static bool CanBegin(ReadOnlySpan<byte> start) => start.Length > 7 || "HTTP/1."u8.StartsWith(start);

    private static async ValueTask<int> ReadByteAsync(Stream stream, Memory<byte> into, int before, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(into, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw new HttpHeadException(before == 0 ? HttpHeadProblem.Closed : HttpHeadProblem.Garbage, "the connection broke");
        }
    }
}

/// <summary>No head.</summary>
internal sealed class HttpHeadException(HttpHeadProblem problem, string message) : IOException(message)
{
    /// <summary>What is wrong.</summary>
    public HttpHeadProblem Problem { get; } = problem;
}

/// <summary>Why there is no head.</summary>
internal enum HttpHeadProblem
{
    /// <summary>Closed or reset before the first byte.</summary>
    Closed,

    /// <summary>Not HTTP, or broken off.</summary>
    Garbage,
}
