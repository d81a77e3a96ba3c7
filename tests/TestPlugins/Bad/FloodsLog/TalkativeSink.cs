using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Says much, and in lines that would break a log.</summary>
public sealed class TalkativeSink : TestSink
{
    public override ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        for (var line = 0; line < 5000; line++)
            Context!.Log.Write(PluginLogLevel.Warning, 7, $"record {line}\r\n\u001b[2J{new string('x', 5000)}");
        return base.AppendAsync(logId, entries, cancellationToken);
    }
}
