using System.Globalization;
using System.Text;

namespace Orchestrator.Plugins.Conformance.Http;

/// <summary>The body of one answer: the first write sends the head, each write is a chunk, where the head doesn't say how many bytes come.</summary>
/// <param name="stream">The connection.</param>
/// <param name="head">Gives the head for a body in chunks, or of a length that was set.</param>
internal sealed class ResponseBodyStream(Stream stream, Func<bool, (byte[] Head, long? Length)> head) : BodyStream
{
    private long? left;
    private bool isChunked;

    public override bool CanWrite => true;

    /// <summary>True once the head was sent.</summary>
    public bool HasStarted { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return;
        await StartAsync(hasBody: true, cancellationToken);
        if (!isChunked && (left -= buffer.Length) < 0)
            throw new InvalidOperationException("More bytes than the answer's Content-Length says.");
        byte[] bytes = isChunked
            ? [.. Encoding.ASCII.GetBytes(buffer.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. buffer.Span, .. "\r\n"u8]
            : buffer.ToArray();
        await stream.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>Ends the answer.</summary>
    /// <returns>False when it is shorter than it said.</returns>
    public async Task<bool> CompleteAsync(CancellationToken cancellationToken)
    {
        await StartAsync(hasBody: false, cancellationToken);
        if (isChunked)
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
        return isChunked || left is null or 0;
    }

    private async Task StartAsync(bool hasBody, CancellationToken cancellationToken)
    {
        if (HasStarted)
            return;
        HasStarted = true;
        var (bytes, length) = head(hasBody);
        (isChunked, left) = (hasBody && length is null, length);
        await stream.WriteAsync(bytes, cancellationToken);
    }
}
