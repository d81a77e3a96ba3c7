using System.Text;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

/// <summary>The first KiB of the body behind a refusal, for the people.</summary>
internal static class ErrorPage
{
    /// <summary>Reads what comes of a body, shortly; whatever goes wrong leaves what came before.</summary>
    /// <param name="stream">Stands behind the head.</param>
    /// <param name="length">Bytes announced; null when only the end of the connection tells.</param>
    /// <param name="time">For the limit.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<string> ReadAsync(Stream stream, int? length, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(ConnectLimits.Page, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var body = new byte[Math.Min(length ?? int.MaxValue, HttpLimits.BodyExcerpt)];
        var read = 0;
        try
        {
            while (read < body.Length && await stream.ReadAsync(body.AsMemory(read), limit.Token).ConfigureAwait(false) is > 0 and var more)
                read += more;
        }
        catch (IOException)
        {
            // The excerpt is what came before.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // As above.
        }

        return string.Concat(Encoding.UTF8.GetString(body, 0, read).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
    }
}
