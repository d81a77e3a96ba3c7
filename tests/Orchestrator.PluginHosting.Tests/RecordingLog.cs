using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting.Tests;

/// <summary>A plugin log that keeps its lines, and the context that lends it.</summary>
internal sealed class RecordingLog : IPluginLog
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => lines;

    public PluginContext Context(TimeProvider? time = null) => new() { Time = time ?? TimeProvider.System, Log = this };

    public void Write(PluginLogLevel level, int eventId, string text)
    {
        lock (lines)
            lines.Add(text);
    }
}
