namespace Orchestrator.PluginHosting;

/// <summary>When a generation is no longer called, with the reason of each figure.</summary>
internal static class CircuitLimits
{
    /// <summary>Once or twice is a bad moment, five times within <see cref="Window"/> is the plugin.</summary>
    public const int Faults = 5;

    /// <summary>A screen that fails is opened again with growing waits: five attempts fit.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>Until one call is let through again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
}
