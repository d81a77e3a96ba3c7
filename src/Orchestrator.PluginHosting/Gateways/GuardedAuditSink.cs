using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>An audit sink behind its gateway.</summary>
internal sealed class GuardedAuditSink(IAuditSink plugin, PluginGateway gateway) : GuardedPlugin<IAuditSink>(plugin, gateway), IAuditSink, IAuditSinkTraits
{
    private static readonly PluginCall<Batch, long> Appending = new(nameof(AppendAsync), (batch, token) => batch.Sink.AppendAsync(batch.LogId, batch.Entries, token))
    {
        Objection = (batch, next) => batch.Entries.IsEmpty || next > batch.Entries.Span[^1].Sequence
            ? null
            : $"it returned {next} after being given record {batch.Entries.Span[^1].Sequence}",
    };

    /// <inheritdoc />
    public bool ConfirmsDurability => Gateway.Call(nameof(ConfirmsDurability), Plugin, plugin => plugin is not IAuditSinkTraits traits || traits.ConfirmsDurability);

    /// <inheritdoc />
    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken) =>
        Gateway.CallAsync(
            nameof(OpenAsync),
            PluginBudgets.Audit,
            token => Plugin.OpenAsync(logId, token),
            cancellationToken,
            next => next >= 0 ? null : $"a negative sequence number ({next})");

    /// <inheritdoc />
    public ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken) =>
        Gateway.CallAsync(Appending, new Batch(Plugin, logId, entries), PluginBudgets.Audit, cancellationToken);

    /// <inheritdoc />
    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) =>
        Gateway.CallAsync(nameof(PutCheckpointAsync), PluginBudgets.Audit, token => Plugin.PutCheckpointAsync(logId, signedNote, token), cancellationToken);

    private readonly record struct Batch(IAuditSink Sink, string LogId, ReadOnlyMemory<AuditEntry> Entries);
}
