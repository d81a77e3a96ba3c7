using Orchestrator.Audit.Records;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>The code under which each thing that happens to a plugin is recorded.</summary>
internal static class PluginCodes
{
    public static string Of(PluginEventKind kind) => kind switch
    {
        PluginEventKind.Activated => PluginEventCodes.Activated,
        PluginEventKind.RolledBack => PluginEventCodes.RolledBack,
        PluginEventKind.Moved => PluginEventCodes.Moved,
        PluginEventKind.Drained => PluginEventCodes.Drained,
        PluginEventKind.Unloaded => PluginEventCodes.Unloaded,
        PluginEventKind.Refused => PluginEventCodes.Refused,
        PluginEventKind.Malfunctioning => PluginEventCodes.Malfunctioning,
        PluginEventKind.Restored => PluginEventCodes.Restored,
        PluginEventKind.Leaked => PluginEventCodes.Leaked,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
