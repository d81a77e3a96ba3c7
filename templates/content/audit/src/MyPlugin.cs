using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>Writes each log into a file of its own, a line for each record, and says that a record is durable when the disk has it.</summary>
public sealed class MyPlugin : IAuditSink, ISelfTest
{
    private readonly Dictionary<string, LogFile> _logs = [];
    private string _folder = "";
    private bool _isDisposed;

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _folder = SinkSettings.Read(context.Settings).Folder ?? context.DataDirectory;
        if (_folder.Length == 0)
            throw new FormatException("There is no folder to write to. Name one by the setting \"folder\".");
        Directory.CreateDirectory(_folder);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<SelfTestResult> TestAsync(CancellationToken cancellationToken)
    {
        var probe = Path.Combine(_folder, $".probe-{Guid.NewGuid():n}");
        try
        {
            await File.WriteAllTextAsync(probe, "probe", cancellationToken);
            File.Delete(probe);
            return new SelfTestResult(true, "The folder can be written to.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new SelfTestResult(false, $"The folder {_folder} can't be written to: {problem.Message} Let the program's user write there.");
        }
    }

    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        if (!_logs.TryGetValue(logId, out var log))
            _logs.Add(logId, log = LogFile.Open(Path.Combine(_folder, NameOf(logId))));
        return ValueTask.FromResult(log.Next);
    }

    public ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return ValueTask.FromResult(Opened(logId).Append(entries.Span));
    }

    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        _ = Opened(logId);
        using var file = new FileStream(Path.Combine(_folder, NameOf(logId) + ".checkpoints"), FileMode.Append);
        file.Write(signedNote.Span);
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        foreach (var log in _logs.Values)
            log.Dispose();
        _logs.Clear();
        return ValueTask.CompletedTask;
    }

    // A log's id may hold anything; a hash of it is a file name everywhere.
    internal static string NameOf(string logId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(logId)))[..32] + ".jsonl";

    private LogFile Opened(string logId) =>
        _logs.GetValueOrDefault(logId) ?? throw new InvalidOperationException($"The log {logId} isn't open.");

    private void Check(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
