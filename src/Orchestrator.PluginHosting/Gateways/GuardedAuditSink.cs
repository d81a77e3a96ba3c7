using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>An audit sink behind its gateway.</summary>
internal sealed class GuardedAuditSink(IAuditSink plugin, PluginGateway gateway) : GuardedPlugin<IAuditSink>(plugin, gateway), IAuditSink
{
    /// <inheritdoc />
    public async ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        var next = await Gateway.CallAsync(nameof(OpenAsync), PluginBudgets.Audit, token => Plugin.OpenAsync(logId, token), cancellationToken).ConfigureAwait(false);
        return next >= 0 ? next : throw Gateway.BadAnswer(nameof(OpenAsync), $"a negative sequence number ({next})");
    }

    /// <inheritdoc />
    public async ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var next = await Gateway.CallAsync(
            nameof(AppendAsync), PluginBudgets.Audit, token => Plugin.AppendAsync(logId, entries, token), cancellationToken).ConfigureAwait(false);
        return entries.IsEmpty || next > entries.Span[^1].Sequence
            ? next
            : throw Gateway.BadAnswer(nameof(AppendAsync), $"it returned {next} after being given record {entries.Span[^1].Sequence}");
    }

    /// <inheritdoc />
    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) =>
        Gateway.CallAsync(nameof(PutCheckpointAsync), PluginBudgets.Audit, token => Plugin.PutCheckpointAsync(logId, signedNote, token), cancellationToken);
}
