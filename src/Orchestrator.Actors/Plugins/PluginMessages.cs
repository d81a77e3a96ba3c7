using Akka.Event;

namespace Orchestrator.Actors.Plugins;

/// <summary>What the owner of a plugin is told. Plugins themselves define no messages.</summary>
public static class PluginMessages
{
    /// <summary>A generation runs. Counts from 1.</summary>
    public sealed record PluginRuns(string PluginId, int Generation) : IDeadLetterSuppression;

    /// <summary>A generation failed; another one may follow.</summary>
    public sealed record PluginFailed(string PluginId, int Generation, string Reason) : IDeadLetterSuppression;

    /// <summary>Death message of a plugin's host: it failed too often, and isn't started again.</summary>
    public sealed record PluginGaveUp(string PluginId, int Generations, string LastReason) : IDeadLetterSuppression;
}
