namespace Orchestrator.PluginHosting;

/// <summary>How much of a leaking plugin a program bears.</summary>
internal static class LeakLimits
{
    /// <summary>Leaked generations of one plugin until no more are made: each keeps its code and whatever that holds until the program ends.</summary>
    public const int Generations = 3;

    /// <summary>How long the users of a generation have to give it back when the program ends, before it is closed under them.</summary>
    public static readonly TimeSpan Users = TimeSpan.FromSeconds(5);
}
