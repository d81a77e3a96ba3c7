using System.Collections.Concurrent;
using Orchestrator.Abstractions;

namespace Orchestrator.BadPlugins;

/// <summary>A program's log that keeps its lines.</summary>
internal sealed class KeptLog : IPluginLog
{
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>What was written.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <inheritdoc />
    public void Write(PluginLogLevel level, int eventId, string text) => lines.Enqueue(text);
}
