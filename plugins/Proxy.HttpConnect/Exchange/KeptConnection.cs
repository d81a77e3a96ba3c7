using System.Globalization;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

/// <summary>Reads an answer's body to its end, so that the connection can carry the next request: Negotiate and NTLM authenticate a connection.</summary>
internal static class KeptConnection
{
    private const int LongestLine = 1024;

    /// <summary>Reads the body.</summary>
    /// <returns>False when the proxy closes the connection, doesn't say where its body ends, or takes too long or too much for it.</returns>
    public static async Task<bool> DrainAsync(Stream stream, HttpHead head, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!IsKept(head))
            return false;
        using var timer = new CancellationTokenSource(ConnectLimits.Page, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            if (head.All("Transfer-Encoding").Any())
                return head.Single("Transfer-Encoding") is "chunked" && !head.All("Content-Length").Any() && await DrainChunksAsync(stream, limit.Token).ConfigureAwait(false);
            return int.TryParse(head.Single("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                && length <= ConnectLimits.KeptPage
                && await SkipAsync(stream, length, limit.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static bool IsKept(HttpHead head)
    {
        bool Says(string token) => head.HasToken("Connection", token) || head.HasToken("Proxy-Connection", token);
        return !Says("close") && (head.MinorVersion == 1 || Says("keep-alive"));
    }

    private static async Task<bool> DrainChunksAsync(Stream stream, CancellationToken cancellationToken)
    {
        for (var left = ConnectLimits.KeptPage; ;)
        {
            var size = (await ReadLineAsync(stream, cancellationToken).ConfigureAwait(false)).Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0 || length > left)
                return false;
            if (length == 0)
                break;
            left -= length;
            if (!await SkipAsync(stream, length, cancellationToken).ConfigureAwait(false) || (await ReadLineAsync(stream, cancellationToken).ConfigureAwait(false)).Length > 0)
                return false;
        }

        for (var trailers = 0; trailers < HttpLimits.Headers; trailers++)
        {
            if ((await ReadLineAsync(stream, cancellationToken).ConfigureAwait(false)).Length == 0)
                return true;
        }

        return false;
    }

    private static async Task<bool> SkipAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(count, 4096)];
        while (count > 0)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(0, Math.Min(count, bytes.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            count -= read;
        }

        return true;
    }

    // Byte by byte: what stands behind belongs to the next answer.
    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line is not [.., (byte)'\r', (byte)'\n'])
        {
            if (line.Count == LongestLine || await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
                throw new IOException("A chunk's line has no end.");
            line.Add(one[0]);
        }

        return System.Text.Encoding.Latin1.GetString([.. line[..^2]]);
    }
}
