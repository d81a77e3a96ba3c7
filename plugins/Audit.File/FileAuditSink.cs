using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Audit;
using Orchestrator.Plugins.Shared.Settings;

namespace Orchestrator.Plugins.Audit.File;

/// <summary>
/// Keeps records as lines of JSON in files of a folder. Settings, all optional: <c>{"folder": "…"}</c>; without it the folder
/// that the host lends.
/// </summary>
public sealed class FileAuditSink : IAuditSink
{
    // More logs than a broker has sessions at one time; the oldest is forgotten and may be opened again.
    private const int MaxOpen = 4096;

    private readonly Dictionary<string, SinkLog> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    // Disposal may come while a call runs: it waits for the disk, and the calls behind it find nothing.
    private readonly Lock _gate = new();
    private string _folder = "";
    private bool _disposed;

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _folder = OneSetting.Read(context.Settings, "file sink", "folder", "/var/lib/audit") ?? context.DataDirectory;
        if (_folder.Length == 0)
            throw new InvalidOperationException("The file sink has no folder: name one in its settings as \"folder\".");
        Directory.CreateDirectory(_folder);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return ValueTask.FromResult(FindOrOpen(logId).Durable);
        }
    }

    /// <inheritdoc />
    public ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var log = Find(logId);
            log.Append(entries);
            return ValueTask.FromResult(log.Durable);
        }
    }

    /// <inheritdoc />
    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            Find(logId).PutCheckpoint(signedNote);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _open.Clear();
            _order.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private SinkLog FindOrOpen(string logId)
    {
        if (_open.TryGetValue(logId, out var log))
            return log;
        if (_open.Count == MaxOpen)
            _open.Remove(_order.Dequeue());
        log = SinkLog.Open(Path.Combine(_folder, LogFileName.For(logId)));
        _open.Add(logId, log);
        _order.Enqueue(logId);
        return log;
    }

    private SinkLog Find(string logId) => _disposed ? throw new ObjectDisposedException(nameof(FileAuditSink))
        : _open.TryGetValue(logId, out var log) ? log
        : throw new InvalidOperationException("This log isn't open: open it first.");
}
