using System.Text;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>The body behind a refusal: its first KiB for the people, the rest read away where it is short and its length is known.</summary>
internal static class ErrorPage
{
    /// <summary>Reads a body.</summary>
    /// <param name="stream">Stands behind the head.</param>
    /// <param name="length">Bytes announced; null when only the end of the connection tells.</param>
    /// <param name="time">For the limit.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Printable excerpt, and whether exactly the whole body was read.</returns>
    public static async Task<(string Excerpt, bool Whole)> ReadAsync(Stream stream, int? length, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(ConnectLimits.Page, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var wanted = length is { } known and <= ConnectLimits.Drain ? known : HttpLimits.BodyExcerpt;
        var body = new byte[wanted];
        var read = 0;
        try
        {
            read = await FillAsync(stream, body, count => read = count, limit.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The excerpt is what came before.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // As above.
        }

        return (Printable(body.AsSpan(0, Math.Min(read, HttpLimits.BodyExcerpt))), length == read);
    }

    private static async Task<int> FillAsync(Stream stream, byte[] body, Action<int> progress, CancellationToken cancellationToken)
    {
        var read = 0;
        while (read < body.Length && await stream.ReadAsync(body.AsMemory(read), cancellationToken).ConfigureAwait(false) is > 0 and var more)
        {
            read += more;
            progress(read);
        }

        return read;
    }

    private static string Printable(ReadOnlySpan<byte> bytes) =>
        string.Concat(Encoding.UTF8.GetString(bytes).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
}
