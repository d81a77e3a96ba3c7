using System.Globalization;
using System.Text;

namespace Orchestrator.Testbed.Servers.Interception;

/// <summary>Passes one body on as it comes, byte for byte, with its coding.</summary>
internal static class BodyPassage
{
    /// <summary>Passes a body on.</summary>
    /// <param name="head">Says how it ends.</param>
    /// <param name="isAnswer">An answer without a length ends with its connection, a request without one has no body.</param>
    /// <param name="from">Stands behind the head.</param>
    /// <param name="to">Gets it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(HttpHeadText head, bool isAnswer, Stream from, Stream to, CancellationToken cancellationToken)
    {
        if (head.IsChunked)
            await ChunksAsync(from, to, cancellationToken).ConfigureAwait(false);
        else if (head.Length is { } length)
            await BytesAsync(from, to, length, cancellationToken).ConfigureAwait(false);
        else if (isAnswer)
            await RestAsync(from, to, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes everything on until the end.</summary>
    public static async Task RestAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            await to.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ChunksAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await LineAsync(from, cancellationToken).ConfigureAwait(false);
            await to.WriteAsync(Encoding.ASCII.GetBytes(line), cancellationToken).ConfigureAwait(false);
            var length = long.Parse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await BytesAsync(from, to, length + 2, cancellationToken).ConfigureAwait(false);
            if (length == 0)
                return;
        }
    }

    private static async Task BytesAsync(Stream from, Stream to, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (var left = count; left > 0;)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new IOException("A body broke off.");
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            left -= read;
        }

        await to.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> LineAsync(Stream from, CancellationToken cancellationToken)
    {
        var (line, one) = (new StringBuilder(), new byte[1]);
        while (line.Length < 1024 && !line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            await from.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
            line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
