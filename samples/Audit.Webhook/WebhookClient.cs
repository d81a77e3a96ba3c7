using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Orchestrator.Plugins.Audit.Webhook;

/// <summary>
/// Posts to the one address. No redirect, no proxy of the environment, no cookie: what a record is sent to is what the settings name. Only 2xx is a yes.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MostAnswerBytes = 4096;

    private readonly WebhookSettings _settings;
    private readonly HttpClient _http;

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="FormatException">The roots can't be used.</exception>
    public WebhookClient(WebhookSettings settings)
    {
        _settings = settings;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            ResponseDrainTimeout = TimeSpan.Zero,
            SslOptions = WebhookTls.Options(settings.RootsFile),
        })
        {
            // The host's budget ends a request, by its token.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MostAnswerBytes,
        };
    }

    /// <summary>Posts records: line i is record <c>Orchestrator-First + i</c>, so a receiver skips those that it has.</summary>
    /// <exception cref="IOException">Not taken, or nobody knows.</exception>
    public Task PostRecordsAsync(string logId, RecordBatch batch, CancellationToken cancellationToken)
    {
        var request = Request(logId, "records", batch.Lines, "application/x-ndjson");
        request.Headers.Add("Orchestrator-First", Number(batch.First));
        request.Headers.Add("Orchestrator-Count", Number(batch.Count));
        return PostAsync(request, $"{DeliveredLogs.NameOf(logId)}/{Number(batch.First)}+{Number(batch.Count)}", cancellationToken);
    }

    /// <summary>Posts a checkpoint, byte for byte.</summary>
    /// <exception cref="IOException">Not taken, or nobody knows.</exception>
    public Task PostCheckpointAsync(string logId, ReadOnlyMemory<byte> note, CancellationToken cancellationToken) =>
        PostAsync(
            Request(logId, "checkpoint", note.ToArray(), "text/plain"),
            $"{DeliveredLogs.NameOf(logId)}/{Convert.ToHexStringLower(SHA256.HashData(note.Span))}",
            cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(string logId, string kind, byte[] body, string mediaType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _settings.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        request.Headers.Add("Orchestrator-Kind", kind);
        request.Headers.Add("Orchestrator-Log", Uri.EscapeDataString(logId));
        return request;
    }

    private async Task PostAsync(HttpRequestMessage request, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var sent = request;
        sent.Headers.Add("Idempotency-Key", $"\"{idempotencyKey}\"");
        int status;
        try
        {
            using var answer = await _http.SendAsync(sent, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
                return;
            status = (int)answer.StatusCode;
        }
        catch (HttpRequestException problem)
        {
            throw new IOException(Sentence(problem), problem);
        }

        throw new IOException($"The webhook {_settings.Where} answered {status} instead of taking the records. Look at the receiver's log; they are sent again.");
    }

    private string Sentence(HttpRequestException problem) => problem.InnerException is AuthenticationException
        ? $"The webhook {_settings.Where} has no certificate that this sink trusts for that name. Correct \"url\" or \"rootsFile\", or give the receiver another certificate."
        : $"The webhook {_settings.Where} can't be reached ({problem.HttpRequestError}). Start it, or correct \"url\".";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
