namespace Orchestrator.Plugins.Conformance;

/// <summary>The contract's times, stretched: a test that runs beside others on a busy machine says nothing about tenths of seconds.</summary>
internal static class Budgets
{
    private const int Stretch = 5;

    /// <summary>From the cancellation of a token to the end of its call: 2 s.</summary>
    public static readonly TimeSpan AfterCancellation = TimeSpan.FromSeconds(2) * Stretch;

    /// <summary>Disposal of a plugin or of what it opened: 5 s.</summary>
    public static readonly TimeSpan Disposal = TimeSpan.FromSeconds(5) * Stretch;

    /// <summary>One call of a sink: 5 s. Not stretched much: a sink that waits longer stops sessions.</summary>
    public static readonly TimeSpan Sink = TimeSpan.FromSeconds(10);

    /// <summary>One look at the screen, the pointer or the clipboard: 2 s.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(2) * Stretch;

    /// <summary>From disposal to the end of the plugin's load context: 5 s.</summary>
    public static readonly TimeSpan Unload = TimeSpan.FromSeconds(5) * Stretch;
}
