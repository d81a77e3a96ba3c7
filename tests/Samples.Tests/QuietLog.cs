using Orchestrator.Abstractions;

namespace Orchestrator.Samples.Tests;

/// <summary>Nobody reads it.</summary>
internal sealed class QuietLog : IPluginLog
{
    public void Write(PluginLogLevel level, int eventId, string text)
    {
    }
}
