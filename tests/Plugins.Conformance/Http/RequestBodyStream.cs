using System.Globalization;
using System.Text;

namespace Orchestrator.Plugins.Conformance.Http;

/// <summary>The body of one request: so many bytes, or chunks. Reads nothing behind it.</summary>
/// <param name="stream">Stands behind the head.</param>
/// <param name="length">Bytes; null: chunks.</param>
internal sealed class RequestBodyStream(Stream stream, long? length) : BodyStream
{
    private long left = length ?? 0;
    private bool isOver = length == 0;
    private bool isFirst = true;

    public override bool CanRead => true;

    /// <summary>Reads what is left of it.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var rest = new byte[4096];
        while (await ReadAsync(rest, cancellationToken) > 0)
        {
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isOver || buffer.IsEmpty)
            return 0;
        if (left == 0 && !await NextChunkAsync(cancellationToken))
            return 0;
        var count = await stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
        if (count == 0)
            throw new IOException("The request's body broke off.");
        left -= count;
        isOver = length is not null && left == 0;
        return count;
    }

    private async Task<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        if (!isFirst && await LineAsync(cancellationToken) is { Length: > 0 } more)
            throw new IOException($"A chunk is followed by {more}.");
        isFirst = false;
        left = long.Parse(await LineAsync(cancellationToken), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (left > 0)
            return true;
        isOver = (await LineAsync(cancellationToken)).Length == 0 ? true : throw new IOException("Trailers aren't expected.");
        return false;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var (line, one) = (new StringBuilder(), new byte[1]);
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            if (line.Length > 100 || await stream.ReadAsync(one, cancellationToken) == 0)
                throw new IOException("The request's body broke off.");
            line.Append((char)one[0]);
        }

        return line.ToString(0, line.Length - 2);
    }
}
