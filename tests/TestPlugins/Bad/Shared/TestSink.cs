using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>An audit sink that only counts and does its part; each bad plugin is this one with one thing done wrong.</summary>
public abstract class TestSink : IAuditSink
{
    private readonly Dictionary<string, long> next = [];

    /// <summary>What the host lent.</summary>
    protected PluginContext? Context { get; private set; }

    public virtual ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        Context = context;
        return ValueTask.CompletedTask;
    }

    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(next[logId] = next.GetValueOrDefault(logId));

    public virtual ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken) =>
        ValueTask.FromResult(next[logId] = entries.IsEmpty ? next[logId] : entries.Span[^1].Sequence + 1);

    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
