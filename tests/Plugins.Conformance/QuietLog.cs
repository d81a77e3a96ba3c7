using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance;

/// <summary>A host's log that nobody reads. Refuses what the contract doesn't allow, so that a test sees it.</summary>
internal sealed class QuietLog : IPluginLog
{
    public void Write(PluginLogLevel level, int eventId, string text)
    {
        Assert.True(Enum.IsDefined(level), "a line of the log has a level that doesn't exist");
        Assert.False(text.Contains('\n', StringComparison.Ordinal), "a line of the log is several");
    }
}
