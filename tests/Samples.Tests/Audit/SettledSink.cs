using Orchestrator.Abstractions;

namespace Orchestrator.Samples.Tests.Audit;

/// <summary>A sink that is started with settings by specs that have none to give.</summary>
internal sealed class SettledSink(IAuditSink sink, byte[] settings) : IAuditSink
{
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => sink.StartAsync(
        new PluginContext { DataDirectory = context.DataDirectory, Settings = settings, Time = context.Time, Log = context.Log }, cancellationToken);

    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken) => sink.OpenAsync(logId, cancellationToken);

    public ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken) =>
        sink.AppendAsync(logId, entries, cancellationToken);

    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) =>
        sink.PutCheckpointAsync(logId, signedNote, cancellationToken);

    public ValueTask DisposeAsync() => sink.DisposeAsync();
}
