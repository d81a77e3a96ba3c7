using System.Diagnostics.Metrics;

namespace Orchestrator.PluginHosting;

/// <summary>What is counted of plugins, under the meter <see cref="MeterName"/>. Costs next to nothing while nobody listens.</summary>
public static class PluginMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Orchestrator.Plugins";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> ServedCounter = Meter.CreateCounter<long>("orchestrator.plugin.served", "{call}", "Calls that served a channel, by plugin, generation and channel.");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("orchestrator.plugin.faults", "{fault}", "Calls that a plugin failed, by plugin, generation and kind of fault.");
    private static readonly Counter<long> Leaks = Meter.CreateCounter<long>("orchestrator.plugin.leaks", "{generation}", "Closed generations that stayed in memory, by plugin.");

    /// <summary>A generation served a channel.</summary>
    /// <param name="generation">Which one.</param>
    /// <param name="channel">A name that stays the same while the channel runs.</param>
    /// <param name="amount">How often.</param>
    public static void Served(GenerationId generation, string channel, long amount = 1)
    {
        if (ServedCounter.Enabled)
            ServedCounter.Add(amount, new("plugin", generation.Plugin), new("generation", generation.Number), new("channel", channel));
    }

    internal static void Failed(GenerationId generation, PluginFaultKind kind) =>
        Faults.Add(1, new("plugin", generation.Plugin), new("generation", generation.Number), new("kind", kind.ToString()));

    internal static void Leaked(GenerationId generation) => Leaks.Add(1, new KeyValuePair<string, object?>("plugin", generation.Plugin));
}
