using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Audit.Webhook;

/// <summary>
/// Posts records as lines of JSON to an https address, a batch in each request. What was taken (2xx) is noted in the folder that the host lends. A request
/// whose answer got lost comes again; its headers say which log and which records it holds, and the receiver skips those that it has:
/// <c>Orchestrator-Log</c> (percent-encoded), <c>Orchestrator-First</c>, <c>Orchestrator-Count</c>, <c>Idempotency-Key</c>. The receiver's 2xx must mean
/// that they are on its disk. Settings: <c>{"url": "https://…", "rootsFile": "/…/roots.pem"}</c>.
/// </summary>
public sealed class WebhookAuditSink : IAuditSink
{
    private DeliveredLogs? _logs;
    private WebhookClient? _client;

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var settings = WebhookSettings.Read(context.Settings);
        if (context.DataDirectory.Length == 0)
            throw new InvalidOperationException("The webhook has no folder to note what was taken. Run it in a host that lends one.");
        Directory.CreateDirectory(context.DataDirectory);
        _client = new WebhookClient(settings);
        _logs = new DeliveredLogs(context.DataDirectory);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        var (logs, _) = Started(cancellationToken);
        return ValueTask.FromResult(logs.Open(logId));
    }

    /// <inheritdoc />
    public async ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var (logs, client) = Started(cancellationToken);
        var next = logs.Next(logId);
        var batch = RecordBatch.Of(entries.Span, next);
        if (batch.Count == 0)
            return next;
        await client.PostRecordsAsync(logId, batch, cancellationToken).ConfigureAwait(false);
        logs.Advance(logId, next + batch.Count);
        return next + batch.Count;
    }

    /// <inheritdoc />
    public async ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        var (logs, client) = Started(cancellationToken);
        logs.Next(logId);
        await client.PostCheckpointAsync(logId, signedNote, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        (_client, _logs) = (null, null);
        return ValueTask.CompletedTask;
    }

    private (DeliveredLogs Logs, WebhookClient Client) Started(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _logs is { } logs && _client is { } client ? (logs, client) : throw new ObjectDisposedException(nameof(WebhookAuditSink));
    }
}
