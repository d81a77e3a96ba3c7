using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Tests.Audit;

/// <summary>Nobody reads these lines.</summary>
internal sealed class QuietLog : IPluginLog
{
    public void Write(PluginLogLevel level, int eventId, string text)
    {
    }
}
