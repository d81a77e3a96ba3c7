using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>A plugin log that keeps its lines.</summary>
internal sealed class LogLines : IPluginLog
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => lines;

    public void Write(PluginLogLevel level, int eventId, string text)
    {
        lock (lines)
            lines.Add(text);
    }
}
