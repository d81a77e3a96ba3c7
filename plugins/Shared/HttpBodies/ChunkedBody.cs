using System.Globalization;
using System.Text;

namespace Orchestrator.Plugins.Shared.HttpBodies;

/// <summary>
/// Reads a body in chunked coding (RFC 9112, section 7.1), strictly, and not a byte behind it: lines byte by byte, data straight into the caller's memory.
/// Ends with 0 after the last chunk; anything else that ends it is an <see cref="IOException"/>.
/// </summary>
/// <param name="stream">Stands at the first chunk; not disposed.</param>
internal sealed class ChunkedBody(Stream stream) : ReadOnlyBody
{
    private readonly byte[] one = new byte[1];
    private int left;
    private bool isFirst = true;
    private bool isOver;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || isOver)
            return 0;
        if (left == 0)
            await NextAsync(cancellationToken).ConfigureAwait(false);
        if (isOver)
            return 0;
        var count = await stream.ReadAsync(buffer[..Math.Min(buffer.Length, left)], cancellationToken).ConfigureAwait(false);
        if (count == 0)
            throw new EndOfStreamException("The body broke off inside a chunk.");
        left -= count;
        return count;
    }

    private async ValueTask NextAsync(CancellationToken cancellationToken)
    {
        if (!isFirst && (await LineAsync(0, cancellationToken).ConfigureAwait(false)).Length > 0)
            throw new InvalidDataException("A chunk is longer than its size.");
        isFirst = false;
        left = Size(await LineAsync(BodyLimits.SizeLine, cancellationToken).ConfigureAwait(false));
        if (left > 0)
            return;
        var rest = BodyLimits.Trailer;
        while (await LineAsync(rest, cancellationToken).ConfigureAwait(false) is { Length: > 0 } trailer)
            rest -= trailer.Length;
        isOver = true;
    }

    private static int Size(string line)
    {
        var end = line.IndexOf(';', StringComparison.Ordinal);
        var digits = (end < 0 ? line : line[..end]).TrimEnd(' ', '\t');
        return digits.Length is > 0 and <= BodyLimits.SizeDigits && digits.All(char.IsAsciiHexDigit)
            ? int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw new InvalidDataException("A chunk has no proper size.");
    }

    private async ValueTask<string> LineAsync(int longest, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            var letter = await ByteAsync(cancellationToken).ConfigureAwait(false);
            if (letter == '\r')
                break;
            if (line.Length >= longest || (letter is < 0x20 or 0x7F && letter != '\t'))
                throw new InvalidDataException("A line of the chunked body is too long, or no text.");
            line.Append((char)letter);
        }

        return await ByteAsync(cancellationToken).ConfigureAwait(false) == '\n'
            ? line.ToString()
            : throw new InvalidDataException("A line of the chunked body doesn't end with CR and LF.");
    }

    private async ValueTask<byte> ByteAsync(CancellationToken cancellationToken) =>
        await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 1 ? one[0] : throw new EndOfStreamException("The body broke off.");
}
